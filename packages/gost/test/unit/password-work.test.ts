import { describe, expect, test } from "vitest";
import { createPassword } from "../../src/domain/password/password.js";
import { gostError } from "../support/gost-error.js";

describe("the key derivations of one file", () => {
  const exceeded = gostError("GOST_LIMIT_EXCEEDED");

  test("are bounded together, whatever their digests", () => {
    const password = createPassword("p");
    password.spend({ streebog: 512 }, 50_000);
    password.spend({ streebog: 256 }, 50_000);
    password.spend({ sha: "sha256" }, 1_000_000);
    password.spend({ sha: "sha1" }, 1_000_000);
    expect(() => password.spend({ sha: "sha1" }, 1)).toThrow(exceeded);
  });

  test("may be many where each is small, as in containers with a hundred keys", () => {
    const password = createPassword("p");
    for (let bag = 0; bag < 100; bag++) password.spend({ streebog: 512 }, 2000);
    expect(() => password.spend({ streebog: 512 }, 2000)).toThrow(exceeded);
  });
});
