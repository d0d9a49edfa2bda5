import { createSeededRandom } from "@opora/core/testing";
import {
  curves,
  type GostSigner,
  type SignRequest,
  signDigest,
  signVerified,
  streebog,
  verifyDigest,
} from "@opora/gost";
import { describe, expect, test } from "vitest";
import { authorityOf } from "../support/authority.js";
import { gostError } from "../support/gost-error.js";

const { certificate, privateKey: key } = authorityOf().issue({ curve: curves.tc26A512 });
const message = new TextEncoder().encode("message");
const honest = (request: SignRequest) => signDigest({ key, digest: request.digest, random: createSeededRandom(1) });

function signerOf(sign: GostSigner["sign"]): GostSigner {
  return { certificate, chain: [], sign };
}

describe("a signature that a signer returns", () => {
  test("is handed on when it verifies under the signer's certificate", async () => {
    const requests: SignRequest[] = [];
    const signer = signerOf(async (request) => {
      requests.push(request);
      return honest(request);
    });
    const signature = await signVerified(signer, message);
    const digest = streebog(512, message);
    expect(verifyDigest({ key: certificate.publicKey, digest, signature })).toBe(true);
    expect(requests).toEqual([{ bits: 512, message, digest }]);
  });

  test.each<[string, (signature: Uint8Array) => Uint8Array]>([
    ["changed", (signature) => signature.map((byte, index) => (index === 0 ? byte ^ 1 : byte))],
    ["cut off", (signature) => signature.subarray(1)],
    ["empty", () => new Uint8Array()],
    [
      "of r || s instead of s || r",
      (signature) => Uint8Array.of(...signature.subarray(64), ...signature.subarray(0, 64)),
    ],
  ])("is refused when it is %s", async (_, spoil) => {
    const signer = signerOf(async (request) => spoil(honest(request)));
    await expect(signVerified(signer, message)).rejects.toEqual(gostError("GOST_SIGNER_WRONG_SIGNATURE"));
  });

  test("is refused when another key made it", async () => {
    const other = authorityOf({}, 2).issue({ curve: curves.tc26A512 }).privateKey;
    const signer = signerOf(async ({ digest }) => signDigest({ key: other, digest, random: createSeededRandom(1) }));
    await expect(signVerified(signer, message)).rejects.toThrow(/key and certificate belong together/);
  });

  test("is refused in reverse order, and the message says so", async () => {
    const signer = signerOf(async (request) => honest(request).reverse());
    await expect(signVerified(signer, message)).rejects.toThrow(/reverse order/);
  });
});

describe("a signer that fails", () => {
  test("is reported with its own error as the cause", async () => {
    const cause = new Error("token removed");
    const signer = signerOf(() => Promise.reject(cause));
    await expect(signVerified(signer, message)).rejects.toMatchObject({ code: "GOST_SIGNER_FAILED", cause });
  });

  test("with an error of Opora passes it on unchanged", async () => {
    const signer = signerOf(async ({ bits }) =>
      signDigest({ key, digest: new Uint8Array(bits / 16), random: createSeededRandom(1) }),
    );
    await expect(signVerified(signer, message)).rejects.toEqual(gostError("GOST_KEY_INVALID"));
  });

  test("is not asked after an abort, and is handed the signal before", async () => {
    const controller = new AbortController();
    const signer = signerOf(async (_, options) => {
      controller.abort(new Error("stopped"));
      options?.signal?.throwIfAborted();
      throw new Error("the signal was not handed over");
    });
    await expect(signVerified(signer, message, { signal: controller.signal })).rejects.toThrow("stopped");
    const unasked = signerOf(() => Promise.reject(new Error("asked")));
    await expect(signVerified(unasked, message, { signal: controller.signal })).rejects.toThrow("stopped");
  });
});
