import {
  algorithmSuites,
  attributeOf,
  concatBytes,
  curves,
  derTag,
  encodePem,
  extensionOid,
  parseCertificate,
  parseCertificates,
  samePublicKey,
  writeBitString,
  writeDer,
  writeExplicit,
  writeInteger,
  writeNull,
  writeOid,
  writeSequence,
} from "@opora/gost";
import { describeWhere, sharedData } from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { authorityOf, daysLater } from "../support/authority.js";
import { gostError } from "../support/gost-error.js";
import { rebuild } from "../support/rebuild-certificate.js";

const authority = authorityOf({ curve: curves.cryptoProA, pathLength: 1 });
const { certificate, certificatePem } = authority.issue({
  subject: [
    { type: "C", text: "RU" },
    { type: "CN", text: "Подписант" },
  ],
  curve: curves.tc26A512,
  serialNumber: 2n ** 150n,
  extendedKeyUsage: ["1.3.6.1.5.5.7.3.4"],
});

describe("a certificate", () => {
  test("is read from DER, PEM text and PEM bytes", () => {
    for (const form of [certificate.der, certificatePem, new TextEncoder().encode(certificatePem)]) {
      expect(parseCertificate(form)).toEqual(certificate);
    }
  });

  test("tells who it is of, who issued it, and for how long it is good", () => {
    expect(certificate).toMatchObject({
      version: 3,
      serialNumber: 2n ** 150n,
      bits: 512,
      parameterSet: "1.2.643.7.1.2.1.2.1",
      notBefore: new Date("2026-01-15T08:00:00Z"),
      notAfter: daysLater(365),
      signatureAlgorithm: algorithmSuites[256].signature,
      extendedKeyUsage: ["1.3.6.1.5.5.7.3.4"],
      basicConstraints: { authority: false, pathLength: undefined },
      keyUsage: new Set(["digitalSignature", "nonRepudiation"]),
    });
    expect(attributeOf(certificate.subject, "2.5.4.3")).toBe("Подписант");
    expect(certificate.issuer).toEqual(authority.certificate.subject);
    expect(certificate.authorityKeyId?.keyId).toEqual(authority.certificate.subjectKeyId);
    expect(authority.certificate.basicConstraints).toEqual({ authority: true, pathLength: 1 });
  });

  test("does not change when the bytes it was read from do", () => {
    const bytes = Uint8Array.from(certificate.der);
    const read = parseCertificate(bytes);
    bytes.fill(0);
    expect(read).toEqual(certificate);
  });

  test("of version 1 has no extensions", () => {
    const first = parseCertificate(rebuild(certificate, ({ version: _, extensions: __, ...fields }) => fields));
    expect(first).toMatchObject({ version: 1, extensions: [], basicConstraints: undefined, keyUsage: undefined });
  });
});

describe("several certificates", () => {
  test("are read from one PEM text in its order, other blocks left out", () => {
    const text = certificatePem + encodePem("PRIVATE KEY", new Uint8Array(3)) + authority.certificatePem;
    expect(parseCertificates(text)).toEqual([certificate, authority.certificate]);
  });

  test("are one when the input is DER", () => {
    expect(parseCertificates(certificate.der)).toEqual([certificate]);
  });

  test("must be at least one and at most a thousand", () => {
    expect(() => parseCertificates("")).toThrow(gostError("GOST_PEM_INVALID"));
    expect(() => parseCertificates(encodePem("CERTIFICATE", new Uint8Array()).repeat(1001))).toThrow(
      gostError("GOST_LIMIT_EXCEEDED"),
    );
  });
});

describe("a certificate is refused", () => {
  const signatureAlgorithm = writeSequence(writeOid(algorithmSuites[256].signature));
  const extension = (oid: string, value: Uint8Array) =>
    writeSequence(writeOid(oid), writeDer(derTag.octetString, value));
  const withExtensions = (...extensions: readonly Uint8Array[]) =>
    rebuild(certificate, (fields) => ({ ...fields, extensions: writeExplicit(3, writeSequence(...extensions)) }));

  test("when its signed part names another algorithm than the signature", () => {
    const wrong = writeSequence(writeOid(algorithmSuites[512].signature));
    expect(() => parseCertificate(rebuild(certificate, (fields) => ({ ...fields, signature: wrong })))).toThrow(
      gostError("GOST_CERTIFICATE_INVALID"),
    );
    const withNull = writeSequence(writeOid(algorithmSuites[256].signature), writeNull());
    expect(() => parseCertificate(rebuild(certificate, (fields) => ({ ...fields, signature: withNull })))).toThrow(
      gostError("GOST_CERTIFICATE_INVALID"),
    );
  });

  test("when its version is not 1, 2 or 3, or has extensions before version 3", () => {
    for (const number of [1, 3]) {
      const version = writeExplicit(0, writeInteger(number));
      expect(() => parseCertificate(rebuild(certificate, (fields) => ({ ...fields, version })))).toThrow(
        gostError("GOST_CERTIFICATE_INVALID"),
      );
    }
  });

  test("when its serial number is longer than any in use", () => {
    const serialNumber = writeInteger(2n ** 168n);
    expect(() => parseCertificate(rebuild(certificate, (fields) => ({ ...fields, serialNumber })))).toThrow(
      gostError("GOST_CERTIFICATE_INVALID"),
    );
  });

  test("when an extension occurs twice", () => {
    const twice = extension("1.2.3", writeNull());
    expect(() => parseCertificate(withExtensions(twice, twice))).toThrow(gostError("GOST_ASN1_INVALID"));
  });

  test("when an extension that is understood does not hold what it should", () => {
    for (const oid of [extensionOid.basicConstraints, extensionOid.keyUsage, extensionOid.extendedKeyUsage]) {
      expect(() => parseCertificate(withExtensions(extension(oid, writeInteger(1))))).toThrow(
        gostError("GOST_ASN1_INVALID"),
      );
    }
    expect(parseCertificate(withExtensions(extension("1.2.3", Uint8Array.of(0xff)))).extensions).toHaveLength(1);
  });

  test("when its key is of another standard, which the message names", () => {
    const publicKeyInfo = writeSequence(
      writeSequence(writeOid("1.2.643.2.2.19"), writeSequence(writeOid("1.2.643.2.2.35.1"))),
      writeBitString(new Uint8Array(66)),
    );
    const old = rebuild(certificate, (fields) => ({ ...fields, publicKeyInfo }));
    expect(() => parseCertificate(old)).toThrow(gostError("GOST_ALGORITHM_UNSUPPORTED"));
    expect(() => parseCertificate(old)).toThrow(/GOST R 34\.10-2001 key, retired/);
  });

  test("when its key is not a point of the curve", () => {
    const publicKeyInfo = Uint8Array.from(certificate.publicKeyInfo);
    publicKeyInfo[publicKeyInfo.length - 1] = (publicKeyInfo.at(-1) ?? 0) ^ 1;
    expect(() => parseCertificate(rebuild(certificate, (fields) => ({ ...fields, publicKeyInfo })))).toThrow(
      gostError("GOST_KEY_INVALID"),
    );
  });

  test("when it is too long, or has anything after it", () => {
    expect(() => parseCertificate(writeDer(derTag.sequence, new Uint8Array(256 * 1024)))).toThrow(
      gostError("GOST_LIMIT_EXCEEDED"),
    );
    expect(() => parseCertificate(concatBytes(certificate.der, Uint8Array.of(0)))).toThrow(
      gostError("GOST_ASN1_INVALID"),
    );
    const four = writeSequence(certificate.tbs, signatureAlgorithm, writeBitString(certificate.signature), writeNull());
    expect(() => parseCertificate(four)).toThrow(gostError("GOST_ASN1_INVALID"));
  });
});

describeWhere(
  "the sample certificates",
  () => sharedData("poa/signed"),
  (data) => {
    for (const kind of ["256A", "256TCA", "512A", "512C"]) {
      test(`of the kind ${kind} are read`, () => {
        const issuer = parseCertificate(data.bytes(`ca_${kind}.crt`));
        const signer = parseCertificate(data.bytes(`ee_${kind}.crt`));
        expect(issuer.basicConstraints?.authority).toBe(true);
        expect(signer.keyUsage).toEqual(new Set(["digitalSignature", "nonRepudiation"]));
        expect(signer.issuer).toEqual(issuer.subject);
        expect(samePublicKey(signer.publicKey, issuer.publicKey)).toBe(false);
      });
    }
  },
);
