import { createSeededRandom } from "@opora/core/testing";
import {
  encodePem,
  GostError,
  openPkcs12,
  parseCertificate,
  parseCrl,
  parsePrivateKey,
  verifyChain,
} from "@opora/gost";
import { describe, expect, test } from "vitest";
import { authorityOf, now } from "../support/authority.js";
import { plainPkcs12 } from "../support/pkcs12.js";

const authority = authorityOf();
const signer = authority.issue();
const crl = authority.issueCrl({ revoked: [{ serialNumber: 5n, revokedAt: now, reason: "superseded" }] });
const keyDer = Uint8Array.from(Buffer.from(signer.privateKeyPem.split("\n").slice(1, -2).join(""), "base64"));

/** What is read, how, and for what it must be refused or be worthless when it is damaged. */
const subjects = [
  { name: "a certificate", bytes: signer.certificate.der, read: parseCertificate },
  { name: "a revocation list", bytes: crl, read: parseCrl },
  { name: "a private key", bytes: keyDer, read: parsePrivateKey },
  { name: "a PKCS#12 container", bytes: plainPkcs12(signer, "x"), read: (bytes: Uint8Array) => openPkcs12(bytes, "x") },
] as const;

describe.each(subjects)("$name", ({ bytes, read }) => {
  test("that is cut off anywhere is refused", () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(outcome(() => read(bytes.subarray(0, length)))).toBe("refused");
    }
  });

  test("with changed, doubled, dropped and exchanged bytes is read or refused, and nothing else happens", () => {
    for (const damaged of damagedCopies(bytes, 1500)) {
      expect(outcome(() => read(damaged))).toMatch(/^(read|refused)$/);
    }
  });

  test("that is noise in PEM is refused", () => {
    const random = createSeededRandom(3);
    for (let length = 0; length < 200; length++) {
      for (const label of ["CERTIFICATE", "X509 CRL", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"]) {
        const pem = encodePem(label, random.bytes(length));
        expect(outcome(() => read(new TextEncoder().encode(pem)))).toBe("refused");
      }
    }
  });
});

test("a damaged certificate that can be read is never trusted", () => {
  let readable = 0;
  for (const damaged of damagedCopies(signer.certificate.der, 1500)) {
    if (outcome(() => parseCertificate(damaged)) === "refused") continue;
    readable++;
    const certificate = parseCertificate(damaged);
    expect(verifyChain({ certificate, trustAnchors: [authority.certificate], at: now }).valid).toBe(false);
  }
  expect(readable).toBeGreaterThan(100);
});

test("a damaged revocation list that can be read never rules a revocation out", () => {
  let readable = 0;
  for (const damaged of damagedCopies(crl, 800)) {
    if (outcome(() => parseCrl(damaged)) === "refused") continue;
    readable++;
    const crls = [parseCrl(damaged)];
    const { certificate } = signer;
    expect(verifyChain({ certificate, trustAnchors: [authority.certificate], at: now, crls }).valid).toBe(false);
  }
  expect(readable).toBeGreaterThan(50);
});

/** Reproducible damage: one to three changes each, never the original. */
function* damagedCopies(bytes: Uint8Array, count: number): Generator<Uint8Array> {
  const random = createSeededRandom(42);
  const original = Buffer.from(bytes);
  for (let made = 0; made < count; ) {
    let copy = [...bytes];
    for (let changes = 1 + random.below(3); changes > 0; changes--) {
      const place = random.below(copy.length);
      const other = random.below(copy.length);
      const value = copy[place] ?? 0;
      const kind = random.below(6);
      if (kind === 0) copy[place] = value ^ (1 << random.below(8));
      else if (kind === 1) copy[place] = random.below(256);
      else if (kind === 2) copy.splice(place, 1);
      else if (kind === 3) copy.splice(place, 0, value);
      else if (kind === 4) [copy[place], copy[other]] = [copy[other] ?? 0, value];
      else copy = [...copy.slice(0, place), ...copy.slice(Math.max(place, other))];
    }
    if (original.equals(Uint8Array.from(copy))) continue;
    made++;
    yield Uint8Array.from(copy);
  }
}

function outcome(work: () => unknown): string {
  try {
    work();
    return "read";
  } catch (error) {
    return GostError.is(error) ? "refused" : `crashed: ${error}`;
  }
}
