import {
  algorithmSuites,
  concatBytes,
  readDer,
  readFields,
  writeDer,
  writeInteger,
  writeNull,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeTime,
} from "@opora/gost";
import { type VerifyCmsOptions, verifyCms } from "@opora/gost/cms";
import { describe, expect, test } from "vitest";
import { failuresOf } from "../support/cms-failures.js";
import { createAuthority, issueIdentity, signingTime } from "../support/cms-identities.js";
import {
  attribute,
  certificateAttribute,
  digestAttribute,
  type ForgedSigner,
  forgeCms,
  oid,
} from "../support/forge-cms.js";

const content = new TextEncoder().encode("Доверенность № 1");
const evil = new TextEncoder().encode("Доверенность № 2");
const authority = createAuthority(1);
const stranger = createAuthority(2);
const identity = issueIdentity(authority);
const longIdentity = issueIdentity(authority, "512-A");
const signer: ForgedSigner = { identity, content };
const time = attribute(oid.signingTime, writeTime(signingTime));
const type = attribute(oid.contentType, writeOid(oid.data));

/** Verifies with everything that an honest verifier would give. */
function verify(cms: Uint8Array, options: Partial<VerifyCmsOptions> = {}) {
  return verifyCms({ cms, content, trustAnchors: [authority.certificate], at: signingTime, ...options });
}

describe("an honest message, which the attacks below start from,", () => {
  test("is valid, trusted and CAdES-BES", () => {
    const report = verify(forgeCms({ signers: [signer] }));
    expect(failuresOf(report)).toEqual([]);
    expect(report).toMatchObject({ valid: true, trusted: true, level: "cades-bes" });
  });

  test("is valid and not trusted when nobody says whom to trust", () => {
    const report = verifyCms({ cms: forgeCms({ signers: [signer] }), content });
    expect(report).toMatchObject({ valid: true, trusted: false });
    expect(report.signers[0]?.chain).toBeUndefined();
  });
});

describe("the content", () => {
  test("cannot be exchanged for another one", () => {
    expect(failuresOf(verify(forgeCms({ signers: [signer] }), { content: evil }))).toEqual([
      "messageDigest: digest-differs",
    ]);
  });

  test("cannot be exchanged within the message, and is not handed out then", () => {
    const cms = forgeCms({ signers: [signer], attached: evil });
    const report = verifyCms({ cms, trustAnchors: [authority.certificate], at: signingTime });
    expect(failuresOf(report)).toEqual(["messageDigest: digest-differs"]);
    expect(report.content).toBeUndefined();
  });

  test("must be the same when it is both attached and given", () => {
    const cms = forgeCms({ signers: [signer], attached: content });
    expect(verify(cms).valid).toBe(true);
    const report = verify(cms, { content: evil });
    expect(failuresOf(report)).toEqual(["content: content-differs"]);
    expect(report).toMatchObject({ valid: false, trusted: false, content: undefined });
  });

  test("must be there", () => {
    const report = verifyCms({ cms: forgeCms({ signers: [signer] }) });
    expect(failuresOf(report)).toEqual(["content: content-missing"]);
    expect(report.valid).toBe(false);
    expect(report.signers.map(({ valid, trusted }) => ({ valid, trusted }))).toEqual([
      { valid: false, trusted: false },
    ]);
  });

  test("cannot be given another type", () => {
    const cms = forgeCms({ signers: [signer], contentType: "1.2.840.113549.1.9.16.1.4" });
    expect(failuresOf(verify(cms))).toEqual(["contentType: content-type-differs"]);
  });

  test("of another type than data cannot be signed without attributes", () => {
    const cms = forgeCms({ signers: [{ ...signer, attributes: null }], contentType: "1.2.840.113549.1.9.16.1.4" });
    expect(failuresOf(verify(cms))).toEqual(["attributes: attribute-missing"]);
  });

  test("cannot be the signed attributes of another signature", () => {
    const attributes = [type, time, digestAttribute(signer), certificateAttribute(identity)];
    const asContent = writeSetOf(...attributes);
    const cms = forgeCms({ signers: [{ identity, content: asContent, attributes: null }] });
    expect(failuresOf(verify(cms, { content: asContent }))).toEqual(["attributes: attributes-as-content"]);
  });
});

describe("a further signature", () => {
  test("with a wrong value makes the message invalid and leaves the others as they are", () => {
    const wrong = { ...signer, identity: longIdentity, signature: new Uint8Array(128).fill(7) };
    const report = verify(forgeCms({ signers: [signer, wrong] }));
    expect(report.signers.map(({ valid }) => valid)).toEqual([true, false]);
    expect(report).toMatchObject({ valid: false, trusted: false });
  });

  test("of a stranger makes the message untrusted", () => {
    const strange = { identity: issueIdentity(stranger), content };
    const report = verify(forgeCms({ signers: [signer, strange] }));
    expect(failuresOf(report)).toEqual(["chain: not-trusted"]);
    expect(report.signers.map(({ trusted }) => trusted)).toEqual([true, false]);
    expect(report.trusted).toBe(false);
  });

  test("without the attributes of CAdES-BES lowers the level of the message", () => {
    const plain = { identity: longIdentity, content, attributes: null };
    const report = verify(forgeCms({ signers: [signer, plain] }));
    expect(report).toMatchObject({ valid: true, trusted: true, level: "cms" });
    expect(report.signers.map(({ level }) => level)).toEqual(["cades-bes", "cms"]);
  });

  test("of the same signer over another content is found out", () => {
    const report = verify(forgeCms({ signers: [signer, { identity, content: evil }] }));
    expect(failuresOf(report)).toEqual(["messageDigest: digest-differs"]);
  });

  test("is not accepted beyond the limit, and a message without any is not signed", () => {
    const many = Array.from({ length: 17 }, () => signer);
    expect(failuresOf(verify(forgeCms({ signers: many })))).toEqual(["structure: not-signed-data"]);
    expect(failuresOf(verify(forgeCms({ signers: [] })))).toEqual(["signers: no-signers"]);
  });
});

describe("the algorithms", () => {
  const { 256: short, 512: long } = algorithmSuites;

  test.each<[string, Partial<ForgedSigner>, string]>([
    ["a 512-bit digest under a 256-bit key", { bits: 512 }, "algorithm-mismatch"],
    ["a 256-bit digest under a 512-bit key", { identity: longIdentity, bits: 256 }, "algorithm-mismatch"],
    ["a signature identifier of another length", { signatureOid: long.key }, "algorithm-mismatch"],
    ["RSA as the signature's identifier", { signatureOid: "1.2.840.113549.1.1.1" }, "algorithm-mismatch"],
    ["GOST R 34.10-2001 as the signature's identifier", { signatureOid: "1.2.643.2.2.19" }, "algorithm-mismatch"],
    ["GOST R 34.11-94 as the digest", { digestOid: "1.2.643.2.2.9" }, "algorithm-unsupported"],
    ["SHA-256 as the digest", { digestOid: "2.16.840.1.101.3.4.2.1" }, "algorithm-unsupported"],
    ["a digest with parameters", { digestParameters: writeInteger(1) }, "algorithm-unsupported"],
  ])("are refused with %s", (_, change, failure) => {
    const report = verify(forgeCms({ signers: [{ ...signer, ...change }] }));
    expect(failuresOf(report)).toContain(`algorithms: ${failure}`);
    expect(report.valid).toBe(false);
  });

  test.each<[string, Partial<ForgedSigner>]>([
    ["the identifier of the key", { signatureOid: short.key }],
    ["the identifier of certificates' signatures", { signatureOid: short.signature }],
    ["NULL as the digest's parameters", { digestParameters: writeNull() }],
  ])("are accepted with %s", (_, change) => {
    expect(failuresOf(verify(forgeCms({ signers: [{ ...signer, ...change }] })))).toEqual([]);
  });
});

describe("the signed attributes", () => {
  const digest = digestAttribute(signer);
  const reference = certificateAttribute(identity);

  test.each<[string, readonly Uint8Array[], string]>([
    ["without the message digest", [type, time, reference], "attribute-missing"],
    ["without the content type", [time, digest, reference], "attribute-missing"],
    ["with none at all", [], "attribute-missing"],
    ["with two message digests", [type, digest, digestAttribute({ identity, content: evil })], "attribute-repeated"],
    ["with the same attribute twice", [type, digest, digest, reference], "attribute-repeated"],
    [
      "with two values of the message digest",
      [type, attribute(oid.messageDigest, writeOctetString(new Uint8Array(32)), writeOctetString(new Uint8Array(31)))],
      "attribute-malformed",
    ],
    ["with a content type without a value", [attribute(oid.contentType), digest], "attribute-malformed"],
    [
      "with a digest that is no OCTET STRING",
      [type, attribute(oid.messageDigest, writeInteger(1))],
      "attribute-malformed",
    ],
    ["with a time that is none", [type, digest, attribute(oid.signingTime, writeInteger(1))], "attribute-malformed"],
    [
      "with a reference to nobody",
      [type, digest, attribute(oid.signingCertificateV2, writeSequence(writeSequence()))],
      "attribute-malformed",
    ],
  ])("are refused %s", (_, attributes, failure) => {
    const report = verify(forgeCms({ signers: [{ ...signer, attributes }] }));
    expect(failuresOf(report)).toEqual([`attributes: ${failure}`]);
    expect(report).toMatchObject({ valid: false, level: "cms" });
  });

  test("may hold others that are not understood", () => {
    const attributes = [type, time, digest, reference, attribute("1.2.643.100.999.1", writeNull(), writeInteger(7))];
    expect(failuresOf(verify(forgeCms({ signers: [{ ...signer, attributes }] })))).toEqual([]);
  });

  test("cannot be taken away to make the signature one over the content", () => {
    const [honest] = [forgeCms({ signers: [signer] })];
    const signature = signatureIn(honest);
    const stripped = forgeCms({ signers: [{ ...signer, attributes: null, signature }] });
    expect(failuresOf(verify(stripped))).toEqual(["signature: signature-wrong"]);
  });

  test("cannot be exchanged for those of another signature", () => {
    const signature = signatureIn(forgeCms({ signers: [signer] }));
    const forged = forgeCms({ signers: [{ identity, content: evil, signature }] });
    expect(failuresOf(verify(forged, { content: evil }))).toEqual(["signature: signature-wrong"]);
  });
});

describe("the unsigned attributes", () => {
  test("may hold garbage, which changes nothing and is named", () => {
    const unsigned = [attribute(oid.timeStampToken, writeOctetString(Uint8Array.of(1, 2, 3))), attribute("1.2.3.4")];
    const report = verify(forgeCms({ signers: [{ ...signer, unsigned }] }));
    expect(report).toMatchObject({ valid: true, trusted: true, level: "cades-bes" });
    expect(report.signers[0]?.unsignedAttributes).toEqual([oid.timeStampToken, "1.2.3.4"]);
  });

  test("do not stand in for signed ones", () => {
    const attributes = [type, time, certificateAttribute(identity)];
    const unsigned = [digestAttribute(signer)];
    const report = verify(forgeCms({ signers: [{ ...signer, attributes, unsigned }] }));
    expect(failuresOf(report)).toEqual(["attributes: attribute-missing"]);
  });
});

describe("the signer's certificate", () => {
  const { serialNumber } = identity.certificate;
  /** Another key under the same issuer's name and number, as somebody else's authority of that name could issue it. */
  const lookalike = createAuthority(3).issue({ serialNumber });

  test("cannot be exchanged for one with the same issuer and number", () => {
    const cms = forgeCms({ signers: [signer], certificates: [lookalike.certificate.der] });
    expect(failuresOf(verify(cms))).toEqual([
      "signature: signature-wrong",
      "signingCertificate: certificate-differs",
      "chain: not-trusted",
    ]);
  });

  test("is found beside one with the same issuer and number, whichever comes first", () => {
    const ders = [lookalike.certificate.der, identity.certificate.der];
    for (const certificates of [ders, ders.toReversed()]) {
      const report = verify(forgeCms({ signers: [signer], certificates }));
      expect(report).toMatchObject({ valid: true, trusted: true });
      expect(report.signers[0]?.certificate?.der).toEqual(identity.certificate.der);
    }
  });

  test("is found beside such a one also when the signature does not refer to it", () => {
    const certificates = [lookalike.certificate.der, identity.certificate.der];
    const report = verify(forgeCms({ signers: [{ ...signer, attributes: null }], certificates }));
    expect(report.signers[0]?.certificate?.der).toEqual(identity.certificate.der);
    expect(report).toMatchObject({ valid: true, trusted: true, level: "cms" });
  });

  test("cannot be exchanged for another one of the same key", () => {
    const attributes = [type, time, digestAttribute(signer), certificateAttribute(lookalike)];
    expect(failuresOf(verify(forgeCms({ signers: [{ ...signer, attributes }] })))).toEqual([
      "signingCertificate: certificate-differs",
    ]);
  });

  test("must be known", () => {
    expect(failuresOf(verify(forgeCms({ signers: [signer], certificates: [] })))).toEqual([
      "certificate: certificate-unknown",
    ]);
  });

  test("is found among garbage and certificates of other algorithms", () => {
    const garbage = writeSequence(writeOctetString(new Uint8Array(20)));
    const otherChoice = writeDer(0xa1, writeNull());
    const certificates = [garbage, otherChoice, identity.certificate.der];
    expect(failuresOf(verify(forgeCms({ signers: [signer], certificates })))).toEqual([]);
  });

  test("must allow its key to sign", () => {
    const encipher = authority.issue({ keyUsage: ["keyEncipherment", "keyAgreement"] });
    expect(failuresOf(verify(forgeCms({ signers: [{ identity: encipher, content }] })))).toEqual([
      "keyUsage: usage-not-allowed",
    ]);
  });

  test("must have been valid at the time that the signature claims", () => {
    const later = new Date("2026-02-01T00:00:00Z");
    const young = authority.issue({ notBefore: later });
    const report = verify(forgeCms({ signers: [{ identity: young, content }] }), { at: later });
    expect(failuresOf(report)).toEqual(["signingTime: time-outside-validity"]);
  });

  test("cannot vouch for itself", () => {
    const report = verify(forgeCms({ signers: [{ identity: stranger, content }] }));
    expect(failuresOf(report)).toContain("chain: not-trusted");
  });
});

describe("trust", () => {
  const cms = forgeCms({ signers: [signer] });
  const crlOf = (revoked: boolean) => {
    const { serialNumber } = identity.certificate;
    return authority.issueCrl({ revoked: revoked ? [{ serialNumber, revokedAt: signingTime }] : [] });
  };

  test("is decided for the instant that the caller names", () => {
    const expired = authority.issue({ notAfter: new Date("2026-01-20T00:00:00Z") });
    const old = forgeCms({ signers: [{ identity: expired, content }] });
    expect(verify(old, { at: new Date("2027-01-01T00:00:00Z") })).toMatchObject({ valid: false, trusted: false });
    expect(verify(old, { at: "signingTime" })).toMatchObject({ valid: true, trusted: true });
  });

  test("cannot be decided for a signing time that is not told", () => {
    const timeless = forgeCms({ signers: [{ ...signer, attributes: null }] });
    expect(failuresOf(verify(timeless, { at: "signingTime" }))).toEqual(["chain: signing-time-missing"]);
  });

  test("ends with an empty list of anchors", () => {
    expect(failuresOf(verify(cms, { trustAnchors: [] }))).toEqual(["chain: not-trusted"]);
  });

  test("is not given to a revoked certificate, whether its list came with the message or was given", () => {
    const withList = forgeCms({ signers: [signer], crls: [crlOf(true)] });
    expect(failuresOf(verify(withList, { revocation: "path" }))).toEqual(["chain: not-trusted"]);
    const clean = forgeCms({ signers: [signer], crls: [crlOf(false)] });
    expect(failuresOf(verify(clean, { revocation: "path" }))).toEqual([]);
    expect(failuresOf(verify(cms, { revocation: "path" }))).toEqual(["chain: not-trusted"]);
  });

  test("passes over lists that cannot be read", () => {
    const crls = [writeSequence(writeNull()), crlOf(false)];
    expect(failuresOf(verify(forgeCms({ signers: [signer], crls }), { revocation: "path" }))).toEqual([]);
  });

  test("reaches an anchor through an authority that came with the message or was given", () => {
    const below = authority.issueAuthority();
    const deep = { identity: below.issue(), content };
    const issuer = below.certificate;
    expect(failuresOf(verify(forgeCms({ signers: [deep] })))).toEqual(["chain: not-trusted"]);
    expect(failuresOf(verify(forgeCms({ signers: [deep] }), { certificates: [issuer] }))).toEqual([]);
    const withIssuer = forgeCms({ signers: [deep], certificates: [deep.identity.certificate.der, issuer.der] });
    expect(failuresOf(verify(withIssuer))).toEqual([]);
  });
});

describe("the signature value", () => {
  const length = 64;
  const order = identity.certificate.publicKey.curve.n.toString(16).padStart(length, "0");
  const n = Uint8Array.from(Buffer.from(order, "hex"));
  const [zero, one] = [new Uint8Array(32), Uint8Array.from({ length: 32 }, (_, index) => (index === 31 ? 1 : 0))];

  test.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["one byte less", new Uint8Array(length - 1).fill(1)],
    ["one byte more", new Uint8Array(length + 1).fill(1)],
    ["s = 0", concatBytes(zero, one)],
    ["r = 0", concatBytes(one, zero)],
    ["both 0", new Uint8Array(length)],
    ["s = n", concatBytes(n, one)],
    ["r = n", concatBytes(one, n)],
    ["all ones", new Uint8Array(length).fill(0xff)],
  ])("is refused when it is %s", (_, signature) => {
    expect(failuresOf(verify(forgeCms({ signers: [{ ...signer, signature }] })))).toEqual([
      "signature: signature-wrong",
    ]);
  });
});

describe("what is no message at all", () => {
  const honest = forgeCms({ signers: [signer] });

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(), "not-signed-data"],
    ["text", new TextEncoder().encode("Это не подпись."), "not-signed-data"],
    [
      "PEM of something else",
      new TextEncoder().encode("-----BEGIN KEY-----\nAAAA\n-----END KEY-----\n"),
      "not-signed-data",
    ],
    ["the first half", honest.subarray(0, honest.length / 2), "not-signed-data"],
    ["bytes after the end", concatBytes(honest, new Uint8Array(1)), "not-signed-data"],
    ["another content type", writeSequence(writeOid("1.2.840.113549.1.7.3"), writeDer(0xa0)), "not-signed-data"],
    ["a length of four gigabytes", Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff), "not-signed-data"],
    ["an indefinite length without an end", Uint8Array.of(0x30, 0x80, 0x30, 0x80), "not-signed-data"],
    ["100,000 levels", new Uint8Array(200_000).map((_, index) => (index % 2 === 0 ? 0x30 : 0x80)), "limit-exceeded"],
  ])("is reported, not thrown: %s", (_, cms, failure) => {
    const report = verify(cms);
    expect(failuresOf(report)).toEqual([`structure: ${failure}`]);
    expect(report).toMatchObject({ valid: false, trusted: false, level: undefined, signers: [], content: undefined });
  });

  test("is reported when it is longer than the limit", () => {
    expect(failuresOf(verify(honest, { limits: { maxBytes: honest.length - 1 } }))).toEqual([
      "structure: limit-exceeded",
    ]);
    expect(verify(honest, { limits: { maxBytes: honest.length } }).valid).toBe(true);
  });
});

/** The signature value of a message with one signer. */
function signatureIn(cms: Uint8Array): Uint8Array {
  const explicit = readFields(readDer(cms, "cms"));
  explicit.any("contentType");
  const signedData = readFields(readDer(explicit.any("content").content, "signedData"));
  for (const field of ["version", "digestAlgorithms", "encapContentInfo", "certificates"]) signedData.any(field);
  const signerInfo = readFields(readDer(signedData.any("signerInfos").content, "signerInfo"));
  for (const field of ["version", "sid", "digestAlgorithm", "signedAttrs", "signatureAlgorithm"]) signerInfo.any(field);
  return signerInfo.any("signature").content;
}
