import { createSeededRandom } from "@opora/core/testing";
import { streebog } from "@opora/gost";
import { describeWhere, findOpenssl } from "@opora/test-support";
import { expect, test } from "vitest";
import { toHex } from "../support/hex.js";

describeWhere("Streebog beside OpenSSL", findOpenssl, (openssl) => {
  test.each([0, 1, 63, 64, 65, 4096, 1_000_003])("gives the same digests of %i bytes", async (length) => {
    const input = createSeededRandom(length).bytes(length);
    for (const bits of [256, 512] as const) {
      const digest = await openssl.output(["dgst", `-md_gost12_${bits}`, "-binary"], { input });
      expect(toHex(streebog(bits, input))).toBe(toHex(digest));
    }
  });
});
