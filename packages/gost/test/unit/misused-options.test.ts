import { runInNewContext } from "node:vm";
import {
  berToDer,
  createStreebog,
  type GostBits,
  type KeyUsage,
  openPkcs12,
  parseCertificate,
  parsePrivateKey,
  type RevocationPolicy,
  signVerified,
  streebog,
  verifyChain,
  verifyDigest,
  writeKeyUsage,
} from "@opora/gost";
import { type CmsEncoding, createCmsService, encodeCms, signCms, verifyCms } from "@opora/gost/cms";
import { createHttpSigner, createKeySigner, csptestKeys, opensslPkeyutl } from "@opora/gost/signers";
import { describe, expect, test } from "vitest";
import { authorityOf, now } from "../support/authority.js";
import { gostError } from "../support/gost-error.js";

// What a caller without types may hand over. Each of these would otherwise work, and do something else than it says.
const invalid = gostError("GOST_OPTIONS_INVALID");
const authority = authorityOf();
const { certificate, privateKey } = authority.issue();
const signer = createKeySigner({ key: privateKey, certificate });
const chain = { certificate, trustAnchors: [authority.certificate], at: now };
const bytes = new Uint8Array(3);

describe("a caller without types", () => {
  test("cannot have a digest of another length, nor of anything but bytes", () => {
    for (const bits of [128, "256", undefined]) expect(() => createStreebog(bits as GostBits)).toThrow(invalid);
    for (const data of ["text", new Uint16Array([300]), [1, 2], new ArrayBuffer(3), null]) {
      expect(() => streebog(256, data as never)).toThrow(invalid);
    }
  });

  test("may hand over the bytes of another realm", () => {
    const foreign = runInNewContext("Uint8Array.of(1, 2, 3)") as Uint8Array;
    expect(streebog(256, foreign)).toEqual(streebog(256, Uint8Array.of(1, 2, 3)));
  });

  test("is told of a revocation policy that does not exist, which must not switch the check off", () => {
    const revocation = "Path" as RevocationPolicy;
    expect(() => verifyChain({ ...chain, revocation, crls: [] })).toThrow(invalid);
    expect(() => verifyCms({ cms: bytes, content: bytes, trustAnchors: [], revocation })).toThrow(invalid);
  });

  test.each<[string, () => unknown]>([
    ["an instant that is a text", () => verifyChain({ ...chain, at: "2026-01-15" as unknown as Date })],
    ["a misspelt instant", () => verifyCms({ cms: bytes, at: "signingtime" as "signingTime" })],
    ["one anchor in place of a list", () => verifyChain({ ...chain, trustAnchors: certificate as never })],
    ["a CMS in base64", () => verifyCms({ cms: "MIIB" as never })],
    ["a content that is a text", () => verifyCms({ cms: bytes, content: "text" as never })],
    ["an encoding that does not exist", () => encodeCms(bytes, "PEM" as CmsEncoding)],
    ["a certificate in an ArrayBuffer", () => parseCertificate(new ArrayBuffer(3) as never)],
    ["a container without a password", () => openPkcs12(bytes, undefined as never)],
    ["a password that is no text", () => parsePrivateKey(bytes, 7 as never)],
    ["BER limits that are no numbers", () => berToDer(bytes, "value", { maxDepth: Number.NaN })],
    ["a usage that does not exist", () => writeKeyUsage(["signing" as KeyUsage])],
    ["an option of a service that does not exist", () => createCmsService({ signer, time: 1 } as never)],
    ["an option of a preset that does not exist", () => opensslPkeyutl({ keyFile: "k", passwordfile: "p" } as never)],
    ["another preset's option", () => csptestKeys({ container: "c", keyFile: "k" } as never)],
    ["no options", () => verifyChain(undefined as never)],
  ])("is refused %s", (_, call) => {
    expect(call).toThrow(invalid);
  });

  test.each([
    ["a limit that is no number", { maxAttachedBytes: Number.NaN, mode: "attached" as const }],
    ["a signing time that is a text", { signingTime: "2026-01-15" as unknown as Date }],
  ])("cannot sign with %s", async (_, options) => {
    await expect(signCms({ signer, content: bytes, signingTime: now, ...options })).rejects.toEqual(invalid);
  });
});

describe("a signer", () => {
  test("cannot change what is verified by changing what it was given", async () => {
    const message = Uint8Array.of(1, 2, 3);
    const meddling = {
      ...signer,
      sign: (request: Parameters<typeof signer.sign>[0]) => {
        request.message.fill(9);
        request.digest.set(streebog(256, request.message));
        return signer.sign(request);
      },
    };
    await expect(signVerified(meddling, message)).rejects.toEqual(gostError("GOST_SIGNER_WRONG_SIGNATURE"));
    expect(message).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("cannot change a signature after it was verified", async () => {
    const message = Uint8Array.of(1, 2, 3);
    const pooled = new Uint8Array(64);
    const careless = {
      ...signer,
      async sign(request: Parameters<typeof signer.sign>[0]) {
        pooled.set(await signer.sign(request));
        return pooled;
      },
    };
    const signature = await signVerified(careless, message);
    pooled.fill(0);
    expect(verifyDigest({ key: certificate.publicKey, digest: streebog(256, message), signature })).toBe(true);
  });

  test("that returns something else than bytes has returned no signature", async () => {
    for (const answer of [undefined, "c2lnbmF0dXJl", {}]) {
      const strange = { ...signer, sign: async () => answer as never };
      await expect(signVerified(strange, bytes)).rejects.toEqual(gostError("GOST_SIGNER_WRONG_SIGNATURE"));
    }
  });

  test("by HTTP does not quote a header that cannot be sent", async () => {
    const remote = createHttpSigner({
      url: "http://127.0.0.1:9",
      certificate,
      headers: { authorization: "Bearer secret\n" },
    });
    const failure = await signVerified(remote, bytes).catch((error: unknown) => error);
    expect(failure).toEqual(invalid);
    const chainOfCauses = JSON.stringify([failure, `${failure}`, `${(failure as Error).cause}`]);
    expect(chainOfCauses).not.toContain("secret");
  });
});
