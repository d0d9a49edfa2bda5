import { concatBytes, encodePem, type GostSigner, reverseBytes, signVerified } from "@opora/gost";
import { signerCases } from "@opora/gost/conformance";
import { createHttpSigner, createKeySigner, createPemSigner } from "@opora/gost/signers";
import { describe, expect, test } from "vitest";
import { createAuthority, issueIdentity, keyKinds, signerOf } from "../support/cms-identities.js";
import { gostError } from "../support/gost-error.js";
import { answerJson, startSigningService } from "../support/signing-service.js";

const authority = createAuthority();
const intermediate = authority.issueAuthority();
const identity = issueIdentity(intermediate);
const message = new TextEncoder().encode("signed attributes");

describe("a signer with a key in memory", () => {
  test.each(keyKinds)("signs with a key of the kind $name", async ({ name }) => {
    const signer = signerOf(issueIdentity(authority, name));
    expect(await signVerified(signer, message)).toHaveLength(signer.certificate.bits / 4);
  });

  test("refuses a key that is not the certificate's", () => {
    const { certificate } = issueIdentity(authority);
    expect(() => createKeySigner({ key: identity.privateKey, certificate })).toThrow(gostError("GOST_KEY_INVALID"));
    const { certificate: long } = issueIdentity(authority, "512-A");
    expect(() => createKeySigner({ key: identity.privateKey, certificate: long })).toThrow(
      gostError("GOST_KEY_INVALID"),
    );
  });

  test("takes its randomness from the source that it was given", async () => {
    const { privateKey: key, certificate } = identity;
    const lengths: number[] = [];
    const random = {
      bytes: (length: number) => {
        lengths.push(length);
        return Uint8Array.from({ length }, (_, index) => index + lengths.length);
      },
    };
    await signVerified(createKeySigner({ key, certificate, random }), message);
    expect(lengths).toEqual([48]);
  });
});

describe("a signer with a key from a file", () => {
  const { privateKeyPem, certificatePem, certificate, chain } = identity;

  test("reads PEM and DER", async () => {
    const keyDer = Buffer.from(privateKeyPem.split("\n").slice(1, -2).join(""), "base64");
    for (const key of [privateKeyPem, Buffer.from(privateKeyPem), Uint8Array.from(keyDer)]) {
      for (const given of [certificatePem, Buffer.from(certificatePem), certificate.der, certificate]) {
        const signer = createPemSigner({ key, certificate: given });
        expect(await signVerified(signer, message)).toHaveLength(64);
        expect(signer.chain).toEqual([]);
      }
    }
  });

  test("takes the issuers from the certificate's file and from the caller", () => {
    const file = certificatePem + encodePem("CERTIFICATE", intermediate.certificate.der);
    const signer = createPemSigner({ key: privateKeyPem, certificate: file, chain: [authority.certificate] });
    expect(signer.certificate.der).toEqual(certificate.der);
    expect(signer.chain.map(({ der }) => der)).toEqual(chain.map(({ der }) => der));
  });

  test("refuses what is not a key or not a certificate", () => {
    expect(() => createPemSigner({ key: certificatePem, certificate: certificatePem })).toThrow(
      gostError("GOST_PEM_INVALID"),
    );
    expect(() => createPemSigner({ key: privateKeyPem, certificate: privateKeyPem })).toThrow(
      gostError("GOST_PEM_INVALID"),
    );
    expect(() => createPemSigner({ key: new Uint8Array(), certificate })).toThrow(gostError("GOST_PEM_INVALID"));
  });

  test("refuses unknown options", () => {
    const options = { key: privateKeyPem, certificate, passphrase: "1234" };
    expect(() => createPemSigner(options)).toThrow(gostError("GOST_OPTIONS_INVALID"));
  });
});

describe.each(["256-TCA", "512-C"])("the conformance kit, with a key of the kind %s,", (kind) => {
  const own = issueIdentity(intermediate, kind);

  describe("passes a signer with a key in memory which", () => {
    test.each([...signerCases])("$name", ({ run }) => run({ createSigner: () => signerOf(own) }));
  });

  describe("passes a signer with a service behind it which", () => {
    test.each([...signerCases])("$name", async ({ run }) => {
      const service = await startSigningService(async (request, response) => {
        const { bits, digest } = JSON.parse(request.body) as { bits: 256 | 512; digest: string };
        const bytes = Uint8Array.from(Buffer.from(digest, "base64"));
        const signature = await signerOf(own).sign({ bits, message: new Uint8Array(), digest: bytes });
        answerJson(response, { signature: Buffer.from(reverseBytes(signature)).toString("base64") });
      });
      const { certificate, chain } = own;
      await run({ createSigner: () => createHttpSigner({ url: service.url, certificate, chain }) });
    });
  });
});

describe("the conformance kit finds fault with a signer that", () => {
  const good = signerOf(identity);
  const shared = new Uint8Array(64);

  test.each<[string, Partial<GostSigner>]>([
    ["returns reversed bytes", { sign: async (request) => reverseBytes(await good.sign(request)) }],
    ["returns a byte more", { sign: async (request) => concatBytes(await good.sign(request), new Uint8Array(1)) }],
    [
      "drops leading zeros of the digest",
      { sign: (request) => good.sign({ ...request, digest: stripZeros(request.digest) }) },
    ],
    ["ignores its signal", { sign: (request) => good.sign(request) }],
    ["rejects with an error of its own when it is aborted", { sign: rejectingDifferently(good) }],
    [
      "writes into the request",
      { sign: async (request) => good.sign(request).finally(() => request.digest.reverse()) },
    ],
    ["returns the same buffer each time", { sign: async (request) => refill(shared, await good.sign(request)) }],
    ["names issuers of somebody else", { chain: [authority.certificate] }],
    ["can be closed once only", { close: closingOnce() }],
  ])("%s", async (_, flaw) => {
    const outcomes = await Promise.allSettled(
      signerCases.map(({ run }) => run({ createSigner: () => ({ ...good, ...flaw }) })),
    );
    expect(outcomes.filter(({ status }) => status === "rejected").length).toBeGreaterThan(0);
  });
});

function stripZeros(digest: Uint8Array): Uint8Array {
  const first = digest.findIndex((byte) => byte !== 0);
  return digest.subarray(first);
}

function rejectingDifferently(good: GostSigner): GostSigner["sign"] {
  return (request, options) => {
    if (options?.signal?.aborted) return Promise.reject(new Error("Cancelled."));
    return good.sign(request, options);
  };
}

function refill(buffer: Uint8Array, bytes: Uint8Array): Uint8Array {
  buffer.set(bytes);
  return buffer;
}

function closingOnce(): () => Promise<void> {
  let closed = false;
  return async () => {
    if (closed) throw new Error("It is closed already.");
    closed = true;
  };
}
