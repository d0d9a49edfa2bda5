import { createSeededRandom } from "@opora/core/testing";
import {
  type ChainFailure,
  type ChainReport,
  curves,
  type Extension,
  extensionOid,
  type GostCertificate,
  parseCertificate,
  parseCrl,
  type VerifyChainOptions,
  verifyChain,
  writeDer,
  writeInteger,
  writeNull,
  writeOid,
  writeSequence,
} from "@opora/gost";
import { describe, expect, test } from "vitest";
import { issueCertificate } from "../../src/testing/issue-certificate.js";
import { writeDistinguishedName } from "../../src/testing/write-name.js";
import { authorityOf, daysLater, now } from "../support/authority.js";
import { gostError } from "../support/gost-error.js";
import { rebuild } from "../support/rebuild-certificate.js";

const root = authorityOf({ subject: [{ type: "CN", text: "Root" }] });
const issuing = root.issueAuthority({ subject: [{ type: "CN", text: "Issuing" }], pathLength: 0 });
const signer = issuing.issue();

const good: VerifyChainOptions = {
  certificate: signer.certificate,
  intermediates: [issuing.certificate],
  trustAnchors: [root.certificate],
  at: now,
};

/** What failed, as `check of certificate: failure`. */
function failures(report: ChainReport): readonly string[] {
  return report.checks.flatMap((check) =>
    check.passed ? [] : [`${check.name} of ${check.certificate}: ${check.failure}`],
  );
}

const verify = (changes: Partial<VerifyChainOptions>) => failures(verifyChain({ ...good, ...changes }));

describe("a chain", () => {
  test("from the signer to a trust anchor is valid, and the report names the path and what was checked", () => {
    const report = verifyChain(good);
    expect(report).toMatchObject({ valid: true, revocation: "off" });
    expect(report.path).toEqual([signer.certificate, issuing.certificate, root.certificate]);
    expect(report.checks.filter(({ certificate }) => certificate === 1).map(({ name }) => name)).toEqual([
      "validity",
      "criticalExtensions",
      "basicConstraints",
      "keyUsage",
      "pathLength",
      "signature",
    ]);
  });

  test("may be the trusted certificate alone", () => {
    const report = verifyChain({ certificate: signer.certificate, trustAnchors: [signer.certificate], at: now });
    expect(report).toMatchObject({ valid: true, path: [signer.certificate] });
  });

  test("may end at an anchor that is not self-signed", () => {
    expect(verifyChain({ ...good, trustAnchors: [issuing.certificate], intermediates: [] }).valid).toBe(true);
  });

  test("is invalid without the intermediate, and without an anchor", () => {
    expect(verify({ intermediates: [] })).toEqual(["trustAnchor of 0: issuer-unknown"]);
    expect(verify({ trustAnchors: [] })).toEqual(["trustAnchor of 1: issuer-unknown"]);
    expect(verifyChain({ ...good, trustAnchors: [] }).valid).toBe(false);
  });

  test("is invalid under another authority of the same name", () => {
    const impostor = authorityOf({ subject: [{ type: "CN", text: "Root" }] }, 2);
    expect(verify({ trustAnchors: [impostor.certificate] })).toEqual(["trustAnchor of 1: issuer-unknown"]);
  });

  test("finds its way among authorities that share a name, whatever their order", () => {
    const impostors = [3, 4, 5].map(
      (seed) => authorityOf({ subject: [{ type: "CN", text: "Issuing" }] }, seed).certificate,
    );
    expect(verifyChain({ ...good, intermediates: [...impostors, issuing.certificate] }).valid).toBe(true);
    expect(verifyChain({ ...good, intermediates: [issuing.certificate, ...impostors] }).valid).toBe(true);
  });

  test("does not run in circles where authorities certify one another", () => {
    const first = authorityOf({ subject: [{ type: "CN", text: "First" }] }, 6);
    const circle = [first.certificate, first.certificate];
    expect(
      verifyChain({ ...good, certificate: first.issue().certificate, trustAnchors: [], intermediates: circle }).path,
    ).toHaveLength(2);
  });

  test("is no longer than the caller allows", () => {
    expect(verify({ maxLength: 2 })).toEqual(["trustAnchor of 1: path-too-long"]);
    expect(verify({ maxLength: 3 })).toEqual([]);
  });
});

describe("the period of validity", () => {
  const { notBefore, notAfter } = signer.certificate;

  test("includes its first and last second", () => {
    expect(verify({ at: notBefore })).toEqual([]);
    expect(verify({ at: new Date(notAfter.getTime() + 999) })).toEqual([]);
  });

  test("ends a second later, and does not begin a millisecond before", () => {
    expect(verify({ at: new Date(notAfter.getTime() + 1000) })).toEqual(["validity of 0: expired"]);
    const early = issuing.issue({ notBefore: daysLater(1) });
    expect(verify({ certificate: early.certificate, at: new Date(daysLater(1).getTime() - 1) })).toEqual([
      "validity of 0: not-yet-valid",
    ]);
  });

  test("holds for the authorities, the anchor among them", () => {
    expect(
      verify({ certificate: issuing.issue({ notAfter: daysLater(9000) }).certificate, at: daysLater(5000) }),
    ).toEqual(["validity of 1: expired", "validity of 2: expired"]);
  });
});

describe("an authority", () => {
  const issuedBy = (intermediate: typeof issuing) =>
    verify({
      certificate: intermediate.issue().certificate,
      intermediates: [intermediate.certificate, issuing.certificate],
    });

  test("must say that it is one: a signer's key that issues certificates is refused", () => {
    const { certificate, privateKey } = issuing.issue({ keyUsage: [] });
    const issuer = { privateKey, name: certificate.subject.der, keyId: certificate.subjectKeyId ?? new Uint8Array() };
    const forged = issueCertificate(
      issuer,
      {
        ...certificate,
        subject: writeDistinguishedName([{ type: "CN", text: "Forged" }]),
        authority: false,
        pathLength: undefined,
        keyUsage: [],
        extendedKeyUsage: [],
        extensions: [],
      },
      createSeededRandom(1),
    );
    expect(verify({ certificate: forged, intermediates: [certificate, issuing.certificate] })).toEqual([
      "basicConstraints of 1: not-an-authority",
      "pathLength of 2: path-length-exceeded",
    ]);
  });

  test("must be allowed to sign certificates", () => {
    expect(
      issuedBy(root.issueAuthority({ subject: [{ type: "CN", text: "Lists only" }], keyUsage: ["crlSign"] })),
    ).toEqual(["keyUsage of 1: usage-not-allowed"]);
  });

  test("must not stand where the one above allows no more", () => {
    expect(issuedBy(issuing.issueAuthority({ subject: [{ type: "CN", text: "Third" }] }))).toEqual([
      "pathLength of 2: path-length-exceeded",
    ]);
  });

  test("that changed its key by a certificate for itself does not count against the path length", () => {
    const renewed = issuing.issueAuthority({ subject: [{ type: "CN", text: "Issuing" }] });
    expect(issuedBy(renewed)).toEqual([]);
  });

  test("may sign with 256 bits for a key of 512, and the other way round", () => {
    const wide = root.issueAuthority({ subject: [{ type: "CN", text: "Wide" }], curve: curves.tc26A512 });
    const narrow = wide.issue({ curve: curves.cryptoProB });
    expect(wide.certificate.signatureAlgorithm).toBe("1.2.643.7.1.1.3.2");
    expect(narrow.certificate.signatureAlgorithm).toBe("1.2.643.7.1.1.3.3");
    expect(verify({ certificate: narrow.certificate, intermediates: [wide.certificate] })).toEqual([]);
  });
});

describe("a certificate", () => {
  const withExtension = (oid: string, critical: boolean, value = writeNull()) =>
    verify({ certificate: issuing.issue({ extensions: [{ oid, critical, value }] }).certificate });

  test("with a critical extension that is not understood is refused", () => {
    expect(withExtension("1.2.3.4", true)).toEqual(["criticalExtensions of 0: critical-extension-unknown"]);
    expect(withExtension("1.2.3.4", false)).toEqual([]);
  });

  test("with critical constraints on names or policies is refused, for they are not processed", () => {
    for (const oid of ["2.5.29.30", "2.5.29.33", "2.5.29.36", "2.5.29.54"]) {
      expect(withExtension(oid, true)).toEqual(["criticalExtensions of 0: critical-extension-unknown"]);
    }
  });

  test("must allow one of the usages that the caller names", () => {
    expect(verify({ keyUsage: ["digitalSignature", "keyAgreement"] })).toEqual([]);
    expect(verify({ keyUsage: ["keyAgreement"] })).toEqual(["keyUsage of 0: usage-not-allowed"]);
    const silent = issuing.issue({ keyUsage: [] }).certificate;
    expect(verify({ certificate: silent, keyUsage: ["keyAgreement"] })).toEqual([]);
  });

  test("must serve the purpose that the caller names", () => {
    const purpose = "1.3.6.1.5.5.7.3.4";
    const issued = (extendedKeyUsage: readonly string[]) =>
      verify({ certificate: issuing.issue({ extendedKeyUsage }).certificate, purpose });
    expect(issued([purpose])).toEqual([]);
    expect(issued(["2.5.29.37.0"])).toEqual([]);
    expect(issued([])).toEqual([]);
    expect(issued(["1.3.6.1.5.5.7.3.1"])).toEqual(["purpose of 0: purpose-not-allowed"]);
  });

  test("with a changed signature or a changed content is refused", () => {
    expect(
      verify({
        certificate: withSignature(
          signer.certificate,
          signer.certificate.signatureAlgorithm,
          changed(signer.certificate.signature),
        ),
      }),
    ).toEqual(["signature of 0: signature-wrong"]);
  });

  test("signed by a retired algorithm, or by that of the other length, is refused", () => {
    for (const oid of ["1.2.643.2.2.3", "1.2.643.2.2.4", "1.2.643.7.1.1.3.3", "1.2.840.113549.1.1.11"]) {
      expect(verify({ certificate: withSignature(signer.certificate, oid, signer.certificate.signature) })).toEqual([
        "signature of 0: algorithm-unsupported",
      ]);
    }
  });
});

describe("revocation", () => {
  const rootCrl = parseCrl(root.issueCrl());
  const crlOf = (options: Parameters<typeof issuing.issueCrl>[0]) => parseCrl(issuing.issueCrl(options));
  const check = (...crls: readonly ReturnType<typeof crlOf>[]) => verify({ crls: [rootCrl, ...crls] });
  const revoked = [{ serialNumber: signer.certificate.serialNumber, revokedAt: now }];
  const scope = (...fields: readonly Uint8Array[]): readonly Extension[] => [
    { oid: extensionOid.issuingDistributionPoint, critical: true, value: writeSequence(...fields) },
  ];
  const revocation = (failure: ChainFailure) => [`revocation of 0: ${failure}`];

  test("is ruled out by current lists of every issuer on the path", () => {
    expect(check(crlOf({}))).toEqual([]);
    expect(verifyChain({ ...good, crls: [rootCrl, crlOf({})] }).revocation).toBe("path");
  });

  test("is looked for as far as the caller asks", () => {
    expect(verify({ crls: [] })).toEqual(["revocation of 0: crl-missing", "revocation of 1: crl-missing"]);
    expect(verify({ crls: [crlOf({})], revocation: "certificate" })).toEqual([]);
    expect(verify({ crls: [crlOf({ revoked })], revocation: "off" })).toEqual([]);
    expect(verify({ revocation: "certificate" })).toEqual(revocation("crl-missing"));
  });

  test("is found, with its instant and reason in the message", () => {
    const report = verifyChain({ ...good, crls: [rootCrl, crlOf({ revoked })] });
    expect(failures(report)).toEqual(revocation("revoked"));
    expect(report.checks).toContainEqual(
      expect.objectContaining({ message: "The certificate was revoked at 2026-01-15T09:00:00.000Z (unspecified)." }),
    );
  });

  test("of an intermediate is found", () => {
    const list = parseCrl(
      root.issueCrl({ revoked: [{ serialNumber: issuing.certificate.serialNumber, revokedAt: now }] }),
    );
    expect(verify({ crls: [list, crlOf({})] })).toEqual(["revocation of 1: revoked"]);
  });

  test("is over when the newest list removes the certificate, and stands when the removal is older", () => {
    const removal = crlOf({
      revoked: revoked.map((entry) => ({ ...entry, reason: "removeFromCrl" as const })),
      thisUpdate: daysLater(-1),
    });
    const hold = (days: number) => crlOf({ revoked, thisUpdate: daysLater(days) });
    expect(check(removal, hold(-2))).toEqual([]);
    expect(check(removal, hold(-0.5))).toEqual(revocation("revoked"));
  });

  test("cannot be ruled out by a list that is not current", () => {
    expect(check(crlOf({ thisUpdate: daysLater(-9), nextUpdate: daysLater(-1) }))).toEqual(revocation("crl-stale"));
    expect(check(crlOf({ nextUpdate: "never" }))).toEqual(revocation("crl-stale"));
    expect(check(crlOf({ thisUpdate: daysLater(1) }))).toEqual(revocation("crl-not-yet-valid"));
    expect(check(crlOf({ nextUpdate: now }))).toEqual([]);
  });

  test("cannot be ruled out by a list of someone else, even under the issuer's name", () => {
    const impostor = authorityOf({ subject: [{ type: "CN", text: "Issuing" }] }, 9);
    expect(check(parseCrl(impostor.issueCrl()))).toEqual(revocation("crl-signature-wrong"));
    expect(check(parseCrl(authorityOf({}, 9).issueCrl()))).toEqual(revocation("crl-missing"));
  });

  test("cannot be ruled out by a list that was tampered with", () => {
    const list = crlOf({ revoked });
    expect(check({ ...list, entries: new Map(), tbs: changed(list.tbs) })).toEqual(revocation("crl-signature-wrong"));
  });

  test("cannot be ruled out by a key that may not sign lists", () => {
    const certifier = root.issueAuthority({ subject: [{ type: "CN", text: "Certifier" }], keyUsage: ["keyCertSign"] });
    const issued = certifier.issue().certificate;
    const crls = [rootCrl, parseCrl(certifier.issueCrl())];
    expect(verify({ certificate: issued, intermediates: [certifier.certificate], crls })).toEqual(
      revocation("crl-not-authorized"),
    );
  });

  test("cannot be ruled out by a delta, an indirect or a partial list", () => {
    const delta = { oid: extensionOid.deltaCrlIndicator, critical: true, value: writeInteger(1) };
    expect(check(crlOf({ extensions: [delta] }))).toEqual(revocation("crl-unsupported"));
    const indirect = writeDer(0x84, Uint8Array.of(0xff));
    const someReasons = writeDer(0x83, Uint8Array.of(1, 0x80));
    const attributeCertificates = writeDer(0x85, Uint8Array.of(0xff));
    for (const field of [indirect, someReasons, attributeCertificates]) {
      expect(check(crlOf({ extensions: scope(field) }))).toEqual(revocation("crl-unsupported"));
    }
  });

  test("cannot be ruled out by a list for other certificates", () => {
    const users = scope(writeDer(0x81, Uint8Array.of(0xff)));
    const authorities = scope(writeDer(0x82, Uint8Array.of(0xff)));
    expect(check(crlOf({ extensions: users }))).toEqual([]);
    expect(check(crlOf({ extensions: authorities }))).toEqual(revocation("crl-missing"));
    expect(verify({ crls: [parseCrl(root.issueCrl({ extensions: users })), crlOf({})] })).toEqual([
      "revocation of 1: crl-missing",
    ]);
  });

  test("cannot be ruled out by the list of another distribution point", () => {
    const uri = (text: string) => writeDer(0x86, new TextEncoder().encode(text));
    const point = (text: string) => writeDer(0xa0, writeDer(0xa0, uri(text)));
    const here = crlOf({ extensions: scope(point("http://ca.test/1.crl")) });
    const elsewhere = crlOf({ extensions: scope(point("http://ca.test/2.crl")) });
    const points = {
      oid: "2.5.29.31",
      critical: false,
      value: writeSequence(writeSequence(point("http://ca.test/1.crl"))),
    };
    const partitioned = issuing.issue({ extensions: [points] }).certificate;
    expect(verify({ certificate: partitioned, crls: [rootCrl, here] })).toEqual([]);
    expect(verify({ certificate: partitioned, crls: [rootCrl, elsewhere] })).toEqual(revocation("crl-missing"));
    expect(check(here)).toEqual(revocation("crl-missing"));
  });
});

describe("the options", () => {
  test("that do not exist or make no sense are refused", () => {
    const invalid = gostError("GOST_OPTIONS_INVALID");
    expect(() => verifyChain({ ...good, anchors: [] } as VerifyChainOptions)).toThrow(invalid);
    expect(() => verifyChain({ ...good, at: new Date(Number.NaN) })).toThrow(invalid);
    expect(() => verifyChain({ ...good, maxLength: 0 })).toThrow(invalid);
    expect(() => verifyChain({ ...good, maxLength: 21 })).toThrow(invalid);
    const many = new Array<GostCertificate>(10_001).fill(issuing.certificate);
    expect(() => verifyChain({ ...good, intermediates: many })).toThrow(invalid);
  });
});

function changed(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, index) => (index === bytes.length - 1 ? byte ^ 1 : byte));
}

/** The certificate with another signature, its algorithm named inside and outside. */
function withSignature(certificate: GostCertificate, oid: string, signature: Uint8Array): GostCertificate {
  const algorithm = writeSequence(writeOid(oid));
  return parseCertificate(
    rebuild(certificate, (fields) => ({ ...fields, signature: algorithm }), { algorithm, signature }),
  );
}
