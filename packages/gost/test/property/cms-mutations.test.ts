import { createSeededRandom } from "@opora/core/testing";
import { concatBytes, readDer, readElements } from "@opora/gost";
import { signCms, type VerifyCmsOptions, verifyCms } from "@opora/gost/cms";
import { describe, expect, test } from "vitest";
import { createAuthority, issueIdentity, signerOf, signingTime } from "../support/cms-identities.js";
import { attribute, forgeCms, oid } from "../support/forge-cms.js";

const content = new TextEncoder().encode("Реестр № 7, 125 000,00 ₽");
const authority = createAuthority();
const identity = issueIdentity(authority);
const trusted: Omit<VerifyCmsOptions, "cms"> = { trustAnchors: [authority.certificate], at: signingTime };

/** Whether a message is accepted; what it then says must be what the signer signed. */
function isAccepted(cms: Uint8Array, options: Partial<VerifyCmsOptions> = {}): boolean {
  const report = verifyCms({ cms, ...trusted, ...options });
  if (!report.valid) {
    expect(report.content).toBeUndefined();
    return false;
  }
  expect(report.trusted).toBe(true);
  if (options.content === undefined) expect(report.content).toEqual(content);
  for (const signer of report.signers) {
    expect(signer.certificate?.der).toEqual(identity.certificate.der);
    if (signer.level === "cades-bes") expect(signer.signingTime).toEqual(signingTime);
  }
  return true;
}

describe("a message in which something was changed", () => {
  test("is accepted only where the changed byte is not signed", async () => {
    const signer = signerOf(identity);
    const cms = await signCms({ signer, content, signingTime, mode: "attached", certificates: "signer" });
    const signed = signedRanges(cms);
    const random = createSeededRandom(10);
    const accepted: number[] = [];
    for (let offset = 0; offset < cms.length; offset++) {
      const changed = Uint8Array.from(cms);
      changed[offset] = (changed[offset] ?? 0) ^ (1 << random.below(8));
      if (isAccepted(changed)) accepted.push(offset);
    }
    expect(accepted.filter((offset) => signed.some(([from, to]) => offset >= from && offset < to))).toEqual([]);
    // The versions and the list of digest algorithms are not signed.
    expect(accepted.length).toBeGreaterThan(0);
  });

  test("is refused wherever it is cut off", async () => {
    for (const mode of ["attached", "detached"] as const) {
      const cms = await signCms({ signer: signerOf(identity), content, signingTime, mode });
      const given = mode === "detached" ? { content } : {};
      expect(isAccepted(cms, given)).toBe(true);
      for (let length = 0; length < cms.length; length++) {
        expect(isAccepted(cms.subarray(0, length), given)).toBe(false);
      }
    }
  });

  test.each<[string, number, Uint8Array]>([
    [
      "of CAdES-BES",
      11,
      forgeCms({ signers: [{ identity, content, unsigned: unsignedAttribute() }], attached: content }),
    ],
    ["in BER", 12, toIndefinite(forgeCms({ signers: [{ identity, content }], attached: content }))],
    [
      "without signed attributes",
      13,
      forgeCms({ signers: [{ identity, content, attributes: null }], attached: content }),
    ],
  ])("says what was signed or is refused, after thousands of random changes: a message %s", (_, seed, cms) => {
    expect(isAccepted(cms)).toBe(true);
    const random = createSeededRandom(seed);
    for (let round = 0; round < 1500; round++) {
      let changed = cms;
      for (let changes = random.below(3); changes >= 0; changes--) changed = change(changed, random);
      isAccepted(changed);
    }
  });
});

/** The parts of a message in which every byte is signed, or is the signature: from, to. */
function signedRanges(cms: Uint8Array): readonly (readonly [number, number])[] {
  const certificate = rangeOf(cms, identity.certificate.der);
  const [signedAttributes, , signature] = elementsOfSignerInfo(cms).slice(3);
  if (signedAttributes === undefined || signature === undefined) throw new Error("There is no signature.");
  return [certificate, rangeOf(cms, content), rangeOf(cms, signedAttributes), rangeOf(cms, signature)];
}

function elementsOfSignerInfo(cms: Uint8Array): readonly Uint8Array[] {
  const [, explicit] = readElements(readDer(cms, "cms"), 0x30, 2);
  const signedData = readElements(readDer(explicit?.content ?? new Uint8Array(), "signedData"), 0x30, 9);
  const signerInfo = readDer(signedData.at(-1)?.content ?? new Uint8Array(), "signerInfo");
  return readElements(signerInfo, 0x30, 9).map(({ encoded }) => encoded);
}

function rangeOf(bytes: Uint8Array, part: Uint8Array): readonly [number, number] {
  const from = Buffer.from(bytes).indexOf(part);
  if (from < 0) throw new Error("The part is not there.");
  return [from, from + part.length];
}

type Random = ReturnType<typeof createSeededRandom>;

/** One change of a kind that breaks parsers: bits, bytes, lengths, and whole stretches. */
function change(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  const length = random.below(40) + 1;
  const stretch = bytes.subarray(at, at + length);
  switch (random.below(6)) {
    case 0:
      return Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ (1 << random.below(8)) : byte));
    case 1:
      return Uint8Array.from(bytes, (byte, index) => (index === at ? random.below(256) : byte));
    case 2:
      return concatBytes(bytes.subarray(0, at), random.bytes(length), bytes.subarray(at));
    case 3:
      return concatBytes(bytes.subarray(0, at), bytes.subarray(at + length));
    case 4:
      return concatBytes(bytes.subarray(0, at), stretch, bytes.subarray(at));
    default: {
      const to = random.below(bytes.length + 1);
      const moved = Uint8Array.from(bytes);
      moved.set(stretch.subarray(0, bytes.length - to), to);
      return moved;
    }
  }
}

/** The same value with every constructed part of indefinite length, and OCTET STRINGs in two segments. */
function toIndefinite(der: Uint8Array): Uint8Array {
  const { tag, content: inner } = readDer(der, "value");
  const end = new Uint8Array(2);
  if (tag === 0x04 && inner.length > 1) {
    const half = inner.length >> 1;
    const segments = [inner.subarray(0, half), inner.subarray(half)].map((part) => octetString(part));
    return concatBytes(Uint8Array.of(0x24, 0x80), ...segments, end);
  }
  if ((tag & 0x20) === 0) return der;
  const parts = readElements(readDer(der, "value"), tag, 100).map(({ encoded }) => toIndefinite(encoded));
  return concatBytes(Uint8Array.of(tag, 0x80), ...parts, end);
}

function octetString(bytes: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0x04, bytes.length), bytes);
}

function unsignedAttribute(): readonly Uint8Array[] {
  return [attribute(oid.timeStampToken, octetString(new Uint8Array(30)))];
}
