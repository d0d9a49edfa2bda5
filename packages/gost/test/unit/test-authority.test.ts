import { createManualClock, createSeededRandom } from "@opora/core/testing";
import { curves, derivePublicKey, parsePrivateKey, samePublicKey } from "@opora/gost";
import { createTestAuthority, type TestCertificateOptions } from "@opora/gost/testing";
import { describe, expect, test } from "vitest";
import { authorityOf, daysLater, now } from "../support/authority.js";
import { gostError } from "../support/gost-error.js";

describe("a test authority", () => {
  test("issues the same certificates from the same seed and clock, and others from another seed", () => {
    const issue = (seed: number) => authorityOf({}, seed).issue().certificate.der;
    expect(issue(1)).toEqual(issue(1));
    expect(issue(1)).not.toEqual(issue(2));
  });

  test("gives keys on its own curve unless asked for another, by the curve or by an identifier", () => {
    const authority = authorityOf({ curve: curves.tc26B512 });
    const curveOf = (options: TestCertificateOptions) => authority.issue(options).certificate.publicKey.curve;
    expect(curveOf({})).toBe(curves.tc26B512);
    expect(curveOf({ curve: curves.test256 })).toBe(curves.test256);
    expect(curveOf({ parameterSet: "1.2.643.2.2.36.1" })).toBe(curves.cryptoProC);
  });

  test("hands over the key of each certificate, also as PKCS#8", () => {
    const { certificate, privateKey, privateKeyPem } = authorityOf().issue();
    expect(parsePrivateKey(privateKeyPem)).toEqual(privateKey);
    expect(samePublicKey(certificate.publicKey, derivePublicKey(privateKey))).toBe(true);
  });

  test("knows the authorities above it", () => {
    const root = authorityOf();
    const below = root.issueAuthority();
    expect(below.issue().chain).toEqual([below.certificate, root.certificate]);
    expect(below.issueAuthority().chain).toEqual([below.certificate, root.certificate]);
    expect(root.chain).toEqual([]);
  });

  test("issues certificates for a period around the clock's instant", () => {
    const clock = createManualClock(now);
    const authority = createTestAuthority({ random: createSeededRandom(1), clock });
    clock.set(daysLater(100));
    expect(authority.issue().certificate).toMatchObject({
      notBefore: new Date(daysLater(100).getTime() - 3_600_000),
      notAfter: daysLater(465),
    });
  });

  test("refuses options that do not exist or contradict one another", () => {
    const invalid = gostError("GOST_OPTIONS_INVALID");
    const authority = authorityOf();
    expect(() => authority.issue({ pathLength: 1 } as TestCertificateOptions)).toThrow(invalid);
    expect(() => authority.issue({ curve: curves.tc26A256, parameterSet: "1.2.643.2.2.35.1" })).toThrow(invalid);
    expect(() => authority.issue({ parameterSet: "1.2.3" })).toThrow(gostError("GOST_ALGORITHM_UNSUPPORTED"));
    expect(() => authority.issueCrl({ revocations: [] } as object)).toThrow(invalid);
  });
});
