import { createManualClock, createSeededRandom } from "@opora/core/testing";
import {
  curves,
  derivePublicKey,
  type GostCertificate,
  type GostCrl,
  generatePrivateKey,
  parseCrl,
  streebog,
  verifyChain,
  writeInteger,
  writeSequence,
} from "@opora/gost";
import { verifyCms } from "@opora/gost/cms";
import { createTestAuthority } from "@opora/gost/testing";
import { describe, expect, test } from "vitest";
import { issueCertificate } from "../../src/testing/issue-certificate.js";
import { writeDistinguishedName } from "../../src/testing/write-name.js";
import { authorityOf, daysLater, now } from "../support/authority.js";
import { createAuthority, issueIdentity, signingTime } from "../support/cms-identities.js";
import { forgeCms } from "../support/forge-cms.js";

const name = writeDistinguishedName([{ type: "CN", text: "Hostile" }]);
const random = createSeededRandom(1);
const keys = Array.from({ length: 12 }, () => generatePrivateKey(curves.cryptoProA, random));

/** A certificate of an authority named Hostile, by another one of that name. */
function authorityCertificate(subject: number, issuer: number): GostCertificate {
  const [key, issuingKey] = [keys[subject], keys[issuer]];
  if (key === undefined || issuingKey === undefined) throw new RangeError("There is no such key.");
  return issueCertificate(
    { privateKey: issuingKey, name, keyId: new Uint8Array() },
    {
      serialNumber: BigInt(100 * subject + issuer + 1),
      subject: name,
      publicKey: derivePublicKey(key),
      parameterSet: curves.cryptoProA.oids[0],
      notBefore: daysLater(-3000),
      notAfter: daysLater(3000),
      authority: true,
      pathLength: undefined,
      keyUsage: [],
      extendedKeyUsage: [],
      extensions: [],
    },
    random,
  );
}

/** Counts how often signatures are verified: each time, the signature is read. */
function createCounter() {
  let verifications = 0;
  return {
    get verifications() {
      return verifications;
    },
    /** The structure without key identifiers, its signature under observation. */
    watch<T extends GostCertificate | GostCrl>(structure: T): T {
      const anonymous = { ...structure, subjectKeyId: undefined, authorityKeyId: undefined };
      return Object.defineProperty(anonymous, "signature", {
        get() {
          verifications++;
          return structure.signature;
        },
      });
    },
  };
}

describe("authorities of one name without key identifiers", () => {
  const everyPair = keys.flatMap((_, subject) => keys.map((_, issuer) => authorityCertificate(subject, issuer)));

  test("that certify one another in every way have each signature verified under each key once", () => {
    const counter = createCounter();
    const intermediates = everyPair.slice(0, 36).map((certificate) => counter.watch(certificate));
    const report = verifyChain({
      certificate: intermediates[0] as GostCertificate,
      intermediates,
      trustAnchors: [],
      at: now,
    });
    expect(report.valid).toBe(false);
    // 36 certificates of 3 keys, signed by 12.
    expect(counter.verifications).toBeLessThanOrEqual(36 * 3);
  });

  test("cannot have more than 128 wrong signatures verified, whatever paths there are", () => {
    const counter = createCounter();
    const [certificate, ...intermediates] = everyPair.map((each) => counter.watch(each));
    const impostors = Array.from({ length: 12 }, (_, index) => counter.watch(createStranger(index + 20).certificate));
    const all = [...impostors, ...intermediates];
    verifyChain({ certificate: certificate as GostCertificate, intermediates: all, trustAnchors: [], at: now });
    expect(counter.verifications).toBeLessThanOrEqual(128 + all.length);
  });

  test("do not hide the one that leads to a trust anchor", () => {
    const root = authorityOf({ subject: [{ type: "CN", text: "Root" }] });
    const issuing = root.issueAuthority({ subject: [{ type: "CN", text: "Hostile" }] });
    const { certificate } = issuing.issue();
    const intermediates = [...everyPair.slice(0, 60), issuing.certificate].map(createCounter().watch);
    const anonymous = { ...certificate, authorityKeyId: undefined };
    expect(
      verifyChain({ certificate: anonymous, intermediates, trustAnchors: [root.certificate], at: now }).valid,
    ).toBe(true);
  });
});

function createStranger(seed: number) {
  return createTestAuthority({
    random: createSeededRandom(seed),
    clock: createManualClock(now),
    subject: [{ type: "CN", text: "Hostile" }],
  });
}

test("a revocation list is verified once, however many certificates it speaks of", () => {
  const counter = createCounter();
  const root = authorityOf();
  const list = counter.watch(parseCrl(root.issueCrl()));
  const chain = [root.issueAuthority(), root.issueAuthority({ subject: [{ type: "CN", text: "Other" }] })];
  const leaf = chain[0]?.issue().certificate as GostCertificate;
  const lists = Array.from({ length: 5 }, () => list);
  verifyChain({
    certificate: leaf,
    intermediates: chain.map(({ certificate }) => certificate),
    trustAnchors: [root.certificate],
    crls: [...lists, parseCrl(chain[0]?.issueCrl() ?? new Uint8Array())],
    at: now,
  });
  expect(counter.verifications).toBe(1);
});

describe("a message with many signers", () => {
  const authority = createAuthority(1);
  const content = new TextEncoder().encode("content");

  test("has the certificates above them verified once for all of them", () => {
    const counter = createCounter();
    const issuing = authority.issueAuthority({ subject: [{ type: "CN", text: "Issuing" }] });
    const certificates = [counter.watch(issuing.certificate)];
    const signers = Array.from({ length: 16 }, () => ({ identity: issueIdentity(issuing), content }));
    const report = verifyCms({
      cms: forgeCms({ signers }),
      content,
      certificates,
      trustAnchors: [authority.certificate],
      at: signingTime,
    });
    expect(report.trusted).toBe(true);
    expect(counter.verifications).toBe(1);
  });

  test("tries few of the certificates that claim the signer's issuer and number", () => {
    const identity = issueIdentity(authority);
    const { certificate } = identity;
    let keysAsked = 0;
    const impostors = Array.from({ length: 40 }, () =>
      Object.defineProperty({ ...certificate, der: new Uint8Array(1) }, "publicKey", {
        get() {
          keysAsked++;
          return authority.certificate.publicKey;
        },
      }),
    );
    const cms = forgeCms({ signers: [{ identity, content, attributes: null }] });
    const report = verifyCms({ cms, content, certificates: impostors, at: signingTime });
    expect(report.valid).toBe(false);
    expect(keysAsked).toBeLessThanOrEqual(8);
  });

  test("may be verified with more trust anchors than anybody has, and no revocation list is read in vain", () => {
    const identity = issueIdentity(authority);
    const trustAnchors = new Array<GostCertificate>(1500).fill(authority.certificate);
    const noList = writeSequence(writeInteger(1));
    const cms = forgeCms({ signers: [{ identity, content }], crls: [noList] });
    expect(verifyCms({ cms, content, trustAnchors, at: signingTime }).trusted).toBe(true);
  });
});

test("a distribution point that cannot be read is an outcome of the verification, not an error", () => {
  const root = authorityOf();
  const { certificate } = root.issue({
    extensions: [{ oid: "2.5.29.31", critical: false, value: streebog(256, new Uint8Array()) }],
  });
  const scope = {
    oid: "2.5.29.28",
    critical: true,
    value: Uint8Array.of(0x30, 0x06, 0xa0, 0x04, 0xa0, 0x02, 0x86, 0x00),
  };
  const crls = [parseCrl(root.issueCrl({ extensions: [scope] }))];
  const report = verifyChain({ certificate, trustAnchors: [root.certificate], crls, at: now });
  expect(report.checks).toContainEqual(expect.objectContaining({ name: "revocation", failure: "crl-missing" }));
});
