import { describe, expect, test } from "vitest";
import { createHmacStreebog } from "../../src/domain/password/hmac-streebog.js";
import { derivePbkdf2, derivePkcs12MacKey } from "../../src/domain/password/key-derivation.js";
import { fromHex, toHex } from "../support/hex.js";

describe("HMAC with Streebog (RFC 7836 appendix B)", () => {
  const key = Uint8Array.from({ length: 32 }, (_, index) => index);
  const message = fromHex("0126bdb87800af214341456563780100");

  test("of 256 bits", () => {
    expect(toHex(createHmacStreebog(256, key)(message))).toBe(
      "a1aa5f7de402d7b3d323f2991c8d4534013137010a83754fd0af6d7cd4922ed9",
    );
  });

  test("of 512 bits", () => {
    expect(toHex(createHmacStreebog(512, key)(message))).toBe(
      "a59bab22ecae19c65fbde6e5f4e9f5d8549d31f037f9df9b905500e171923a773d5f1530f2ed7e964cb2eedc29e9ad2f3afe93b2814f79f5000ffc0366c251e6",
    );
  });
});

describe("PBKDF2 with Streebog of 512 bits (RFC 9337 appendix A)", () => {
  const salt = new TextEncoder().encode("salt");

  test("once", () => {
    expect(toHex(derivePbkdf2({ streebog: 512 }, "password", { salt, iterations: 1 }, 64))).toBe(
      "64770af7f748c3b1c9ac831dbcfd85c26111b30a8a657ddc3056b80ca73e040d2854fd36811f6d825cc4ab66ec0a68a490a9e5cf5156b3a2b7eecddbf9a16b47",
    );
  });

  test("twice", () => {
    expect(toHex(derivePbkdf2({ streebog: 512 }, "password", { salt, iterations: 2 }, 64))).toBe(
      "5a585bafdfbb6e8830d6d68aa3b43ac00d2e4aebce01c9b31c2caed56f0236d4d34b2b8fbd2c4e89d54d46f50e47d45bbac301571743119e8d3c42ba66d348de",
    );
  });
});

describe("the work that a file may ask for", () => {
  const salt = new Uint8Array(8);

  test.each([0, 50_001])("with Streebog is refused at %i iterations", (iterations) => {
    expect(() => derivePbkdf2({ streebog: 512 }, "", { salt, iterations }, 32)).toThrow(
      expect.objectContaining({ code: "GOST_LIMIT_EXCEEDED" }),
    );
  });

  test.each([0, 1_000_001])("with SHA is refused at %i iterations", (iterations) => {
    expect(() => derivePkcs12MacKey("sha256", "", { salt, iterations })).toThrow(
      expect.objectContaining({ code: "GOST_LIMIT_EXCEEDED" }),
    );
  });

  test("is not done for a password of more than 1024 characters", () => {
    expect(() => derivePbkdf2({ sha: "sha256" }, "x".repeat(1025), { salt, iterations: 1 }, 32)).toThrow(
      expect.objectContaining({ code: "GOST_LIMIT_EXCEEDED" }),
    );
  });
});
