import {
  algorithmSuites,
  type DerElement,
  derTag,
  GostError,
  type GostSigner,
  readDer,
  readElements,
  readFields,
  readOid,
  streebog,
} from "@opora/gost";
import { decodeCms, describeCmsReport, encodeCms, signCms, verifyCms, verifyCmsStream } from "@opora/gost/cms";
import { describe, expect, test, vi } from "vitest";
import { createAuthority, issueIdentity, keyKinds, signerOf, signingTime } from "../support/cms-identities.js";
import { oid } from "../support/forge-cms.js";
import { gostError } from "../support/gost-error.js";

const content = new TextEncoder().encode("Реестр № 7\r\n".repeat(50));
const authority = createAuthority();
const intermediate = authority.issueAuthority();
const identity = issueIdentity(intermediate);
const signer = signerOf(identity);
const trustAnchors = [authority.certificate];

describe("a signature", () => {
  test.each(keyKinds)("with a key of the kind $name verifies, detached and attached", async ({ name }) => {
    const own = signerOf(issueIdentity(authority, name));
    const detached = await signCms({ signer: own, content, signingTime });
    const attached = await signCms({ signer: own, content, signingTime, mode: "attached" });
    const expected = { valid: true, trusted: true, level: "cades-bes" };
    expect(verifyCms({ cms: detached, content, trustAnchors, at: signingTime })).toMatchObject(expected);
    expect(verifyCms({ cms: attached, trustAnchors, at: signingTime })).toMatchObject({ ...expected, content });
  });

  test.each([256, 512] as const)(
    "with a %d-bit key names the algorithms of that length, without parameters",
    async (bits) => {
      const own = signerOf(issueIdentity(authority, `${bits}-A`));
      const { digestAlgorithms, signerInfo } = open(await signCms({ signer: own, content, signingTime }));
      const digest = algorithmOf(signerInfo.digestAlgorithm);
      expect(digest).toEqual({ oid: algorithmSuites[bits].digest, parameters: "absent" });
      expect(algorithmOf(signerInfo.signatureAlgorithm)).toEqual({
        oid: algorithmSuites[bits].key,
        parameters: "absent",
      });
      expect(digestAlgorithms.content).toEqual(signerInfo.digestAlgorithm.encoded);
      expect(signerInfo.signature.content).toHaveLength(bits / 4);
    },
  );

  test("carries the four attributes of CAdES-BES in the order of DER", async () => {
    const { signerInfo } = open(await signCms({ signer, content, signingTime }));
    const attributes = readElements(signerInfo.signedAttrs, 0xa0, 10);
    const types = attributes.map((element) => readOid(readFields(element).any("type")));
    expect([...types].sort()).toEqual(
      [oid.contentType, oid.signingTime, oid.messageDigest, oid.signingCertificateV2].sort(),
    );
    const encodings = attributes.map(({ encoded }) => Buffer.from(encoded));
    expect(encodings).toEqual([...encodings].sort(Buffer.compare));
  });

  test("tells the signing time to the second, also beyond 2049", async () => {
    for (const time of ["2026-01-15T09:30:00.000Z", "2051-06-01T00:00:00.000Z"]) {
      const cms = await signCms({ signer, content, signingTime: new Date(Date.parse(time) + 987) });
      expect(verifyCms({ cms, content }).signers[0]?.signingTime?.toISOString()).toBe(time);
    }
  });

  test("brings the certificates of the signer and its issuers along, or fewer when asked", async () => {
    const certificatesWith = async (certificates: "chain" | "signer" | "none") =>
      open(await signCms({ signer, content, signingTime, certificates })).certificates;
    expect(await certificatesWith("chain")).toHaveLength(3);
    expect(await certificatesWith("signer")).toEqual([identity.certificate.der]);
    expect(await certificatesWith("none")).toEqual([]);
  });

  test("of a content with a type of its own verifies", async () => {
    const contentType = "1.2.840.113549.1.9.16.1.4";
    const cms = await signCms({ signer, content, signingTime, contentType, mode: "attached" });
    expect(verifyCms({ cms, trustAnchors, at: signingTime })).toMatchObject({ valid: true, content });
  });

  test("of an empty content verifies", async () => {
    const cms = await signCms({ signer, content: new Uint8Array(), signingTime, mode: "attached" });
    expect(verifyCms({ cms })).toMatchObject({ valid: true, content: new Uint8Array() });
  });
});

describe("a content that comes in pieces", () => {
  test("is signed and verified as if it came in one", async () => {
    const detached = await signCms({ signer, content: pieces(content, 7), signingTime });
    expect(verifyCms({ cms: detached, content }).valid).toBe(true);
    const attached = await signCms({ signer, content: pieces(content, 64), signingTime, mode: "attached" });
    expect(verifyCms({ cms: attached }).content).toEqual(content);
    expect(
      await verifyCmsStream({ cms: detached, content: pieces(content, 1), trustAnchors, at: signingTime }),
    ).toMatchObject({ valid: true, trusted: true });
  });

  test("is refused when a single byte differs", async () => {
    const cms = await signCms({ signer, content, signingTime });
    const other = Uint8Array.from(content, (byte, index) => (index === content.length - 1 ? byte ^ 1 : byte));
    expect((await verifyCmsStream({ cms, content: pieces(other, 100) })).valid).toBe(false);
  });

  test("is compared with an attached one", async () => {
    const cms = await signCms({ signer, content, signingTime, mode: "attached" });
    expect((await verifyCmsStream({ cms, content: pieces(content, 100) })).valid).toBe(true);
    expect((await verifyCmsStream({ cms, content: pieces(content.subarray(1), 100) })).valid).toBe(false);
  });

  test("may be refilled in place by whoever sends it", async () => {
    const reused = new Uint8Array(16);
    async function* refilled() {
      for (let offset = 0; offset < content.length; offset += reused.length) {
        reused.set(content.subarray(offset, offset + reused.length));
        yield reused.subarray(0, Math.min(reused.length, content.length - offset));
      }
    }
    const cms = await signCms({ signer, content: refilled(), signingTime, mode: "attached" });
    expect(verifyCms({ cms }).content).toEqual(content);
  });

  test("is let go of when the message cannot be read", async () => {
    let released = false;
    async function* source() {
      try {
        yield content;
      } finally {
        released = true;
      }
    }
    const stream = source();
    await stream.next();
    const report = await verifyCmsStream({ cms: new Uint8Array(3), content: stream });
    expect(report.valid).toBe(false);
    expect(released).toBe(true);
  });

  test("passes its own failure on", async () => {
    const failure = new Error("The disk is gone.");
    // biome-ignore lint/correctness/useYield: it fails before the first piece.
    async function* broken(): AsyncGenerator<Uint8Array> {
      throw failure;
    }
    await expect(signCms({ signer, content: broken(), signingTime })).rejects.toBe(failure);
    const cms = await signCms({ signer, content, signingTime });
    await expect(verifyCmsStream({ cms, content: broken() })).rejects.toBe(failure);
  });

  test("is not read further once the caller has aborted", async () => {
    const controller = new AbortController();
    const reason = new Error("Enough.");
    let read = 0;
    async function* endless() {
      for (;;) {
        read++;
        if (read === 3) controller.abort(reason);
        yield content;
      }
    }
    const { signal } = controller;
    await expect(signCms({ signer, content: endless(), signingTime, signal })).rejects.toBe(reason);
    expect(read).toBe(3);
  });

  test("that never comes does not hold up a caller who aborts", async () => {
    const reason = new Error("Enough.");
    const controller = new AbortController();
    const stuck: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          queueMicrotask(() => controller.abort(reason));
          return new Promise(() => undefined);
        },
        return: () => new Promise(() => undefined),
      }),
    };
    const { signal } = controller;
    await expect(signCms({ signer, content: stuck, signingTime, signal })).rejects.toBe(reason);
    const cms = await signCms({ signer, content, signingTime });
    await expect(verifyCmsStream({ cms, content: stuck, signal })).rejects.toBe(reason);
  });

  test("is let go of when the caller aborts", async () => {
    const controller = new AbortController();
    let released = false;
    async function* source() {
      try {
        yield content;
        controller.abort(new Error("Enough."));
        yield content;
      } finally {
        released = true;
      }
    }
    const { signal } = controller;
    await expect(signCms({ signer, content: source(), signingTime, signal })).rejects.toThrow("Enough.");
    await vi.waitFor(() => expect(released).toBe(true));
  });

  test("is not attached beyond the limit", async () => {
    const options = { signer, content: pieces(content, 10), signingTime, mode: "attached" } as const;
    await expect(signCms({ ...options, maxAttachedBytes: 100 })).rejects.toMatchObject({ code: "GOST_LIMIT_EXCEEDED" });
  });
});

describe("a message in text", () => {
  test.each(["der", "base64", "pem"] as const)("is read back from %s", async (encoding) => {
    const cms = await signCms({ signer, content, signingTime });
    const file = encodeCms(cms, encoding);
    expect(decodeCms(file)).toEqual(cms);
    expect(verifyCms({ cms: file, content }).valid).toBe(true);
  });

  test("is read from base64 in lines and from PEM with the older labels", async () => {
    const cms = await signCms({ signer, content, signingTime });
    const lines = Buffer.from(cms).toString("base64").replace(/.{76}/g, "$&\r\n");
    expect(decodeCms(Buffer.from(`${lines}\r\n`))).toEqual(cms);
    expect(decodeCms(Buffer.from(`-----BEGIN PKCS7-----\n${lines}\n-----END PKCS7-----\n`))).toEqual(cms);
  });

  test("is read from base64 of many megabytes, and refused beyond the limit before it is decoded", async () => {
    const large = new Uint8Array(9 * 1024 * 1024);
    const file = encodeCms(await signCms({ signer, content: large, signingTime, mode: "attached" }), "base64");
    expect(verifyCms({ cms: file }).valid).toBe(true);
    const report = verifyCms({ cms: file, limits: { maxBytes: 1024 } });
    expect(report.checks).toMatchObject([{ name: "structure", failure: "limit-exceeded" }]);
  });

  test.each(["A", "AAA", "A===", "AA=A", "AAAA=", "=AAA", "AAA~", " "])("is not read from %j", (text) => {
    expect(() => decodeCms(Buffer.from(text))).toThrow(gostError("GOST_CMS_INVALID"));
  });

  test("is written as base64 without white space", async () => {
    const cms = await signCms({ signer, content, signingTime });
    expect(Buffer.from(encodeCms(cms, "base64")).toString()).toMatch(/^[A-Za-z0-9+/]+=*$/);
  });
});

describe("a signer that returns something else", () => {
  test.each<[string, (signature: Uint8Array) => Uint8Array]>([
    ["a signature with its bytes in reverse order", (signature) => signature.toReversed()],
    ["a signature over something else", (signature) => signature.map((byte) => byte ^ 1)],
    ["nothing", () => new Uint8Array()],
  ])("is found out before its signature is used: %s", async (_, change) => {
    const wrong: GostSigner = { ...signer, sign: async (request) => change(await signer.sign(request)) };
    await expect(signCms({ signer: wrong, content, signingTime })).rejects.toMatchObject({
      code: "GOST_SIGNER_WRONG_SIGNATURE",
    });
  });

  test("is given the signed attributes and their digest, and the caller's signal", async () => {
    const { signal } = new AbortController();
    const asked: unknown[] = [];
    const watching: GostSigner = {
      ...signer,
      sign: async (request, options) => {
        asked.push(request.message[0], streebog(256, request.message), options?.signal);
        expect(request.digest).toEqual(streebog(256, request.message));
        return signer.sign(request, options);
      },
    };
    await signCms({ signer: watching, content, signingTime, signal });
    expect(asked[0]).toBe(derTag.set);
    expect(asked[2]).toBe(signal);
  });
});

describe("options that make no sense are refused", () => {
  const options = { signer, content, signingTime };

  test.each<[string, object]>([
    ["an unknown name", { algorithm: "RSA" }],
    ["an unknown mode", { mode: "enveloped" }],
    ["an unknown choice of certificates", { certificates: "all" }],
    ["an invalid date", { signingTime: new Date(Number.NaN) }],
  ])("when signing: %s", async (_, change) => {
    await expect(signCms({ ...options, ...change })).rejects.toMatchObject({ code: "GOST_OPTIONS_INVALID" });
  });

  test.each<[string, object]>([
    ["an unknown name", { trust: trustAnchors }],
    ["an unknown limit", { limits: { maxSignatures: 1 } }],
    ["a limit of nothing", { limits: { maxSigners: 0 } }],
    ["an invalid date", { at: new Date(Number.NaN) }],
  ])("when verifying: %s", async (_, change) => {
    const cms = await signCms(options);
    const verify = () => verifyCms({ cms, content, ...change });
    expect(verify).toThrow(GostError);
    expect(verify).toThrow(expect.objectContaining({ code: "GOST_OPTIONS_INVALID" }));
  });
});

test("a report can be written as JSON, with the signer's name and every check", async () => {
  const cms = await signCms({ signer, content, signingTime });
  const described = describeCmsReport(verifyCms({ cms, content, trustAnchors, at: signingTime }));
  expect(JSON.parse(JSON.stringify(described))).toEqual(described);
  expect(described).toMatchObject({
    valid: true,
    trusted: true,
    level: "cades-bes",
    signers: [
      {
        signingTime: signingTime.toISOString(),
        certificate: { subject: "CN=Opora Test Signer", bits: 256 },
        checks: [
          "certificate",
          "keyUsage",
          "algorithms",
          "attributes",
          "contentType",
          "messageDigest",
          "signature",
          "signingCertificate",
          "signingTime",
          "chain",
        ].map((name) => ({ name, passed: true })),
      },
    ],
  });
  const refused = describeCmsReport(verifyCms({ cms, content: content.subarray(1) }));
  expect(refused).toMatchObject({ valid: false, trusted: false });
});

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += length) yield bytes.subarray(offset, offset + length);
}

function algorithmOf(element: DerElement) {
  const fields = readFields(element);
  return { oid: readOid(fields.any("algorithm")), parameters: fields.atEnd ? "absent" : "present" };
}

/** The parts of a message with one signer, read value by value. */
function open(cms: Uint8Array) {
  const contentInfo = readFields(readDer(cms, "cms"));
  contentInfo.any("contentType");
  const signedData = readFields(readDer(contentInfo.any("content").content, "signedData"));
  signedData.any("version");
  const digestAlgorithms = signedData.any("digestAlgorithms");
  signedData.any("encapContentInfo");
  const set = signedData.optional(0xa0, "certificates");
  const certificates = set === undefined ? [] : readElements(set, 0xa0, 10).map(({ encoded }) => encoded);
  const fields = readFields(readDer(signedData.any("signerInfos").content, "signerInfo"));
  fields.any("version");
  fields.any("sid");
  return {
    digestAlgorithms,
    certificates,
    signerInfo: {
      digestAlgorithm: fields.any("digestAlgorithm"),
      signedAttrs: fields.any("signedAttrs"),
      signatureAlgorithm: fields.any("signatureAlgorithm"),
      signature: fields.any("signature"),
    },
  };
}
