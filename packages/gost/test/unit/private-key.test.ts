import { numberToBytesBE, numberToBytesLE } from "@noble/curves/utils.js";
import {
  algorithmSuites,
  concatBytes,
  curves,
  derivePublicKey,
  derTag,
  encodePem,
  type GostCurve,
  parsePrivateKey,
  writeDer,
  writeInteger,
  writeOctetString,
  writeOid,
  writePrivateKeyInfo,
  writeSequence,
} from "@opora/gost";
import { describe, expect, test } from "vitest";
import { encodePoint } from "../../src/domain/key/public-key-info.js";
import { gostError } from "../support/gost-error.js";
import { keyPair } from "../support/keys.js";

describe.each([curves.cryptoProA, curves.tc26A256, curves.tc26C512])("a private key on the curve $name", (curve) => {
  const { privateKey } = keyPair(curve);
  const length = curve.bits / 8;
  const littleEndian = numberToBytesLE(privateKey.d, length);
  const masked = maskKey(curve, privateKey.d, [3n, curve.n - 5n]);

  test.each<[string, Uint8Array]>([
    ["little-endian", littleEndian],
    ["little-endian in an OCTET STRING", writeOctetString(littleEndian)],
    ["as an INTEGER", writeInteger(privateKey.d)],
    ["masked", masked],
    ["masked in an OCTET STRING", writeOctetString(masked)],
    [
      "masked in a SEQUENCE",
      writeSequence(writeOctetString(masked), writeOctetString(encodePoint(derivePublicKey(privateKey)))),
    ],
  ])("is read when it is written %s", (_, secret) => {
    expect(parsePrivateKey(pkcs8(curve, secret))).toEqual(privateKey);
  });

  test("comes back as it was written, from DER and PEM", () => {
    const der = writePrivateKeyInfo({ privateKey, parameterSet: curve.oids[0] });
    expect(parsePrivateKey(der)).toEqual(privateKey);
    expect(parsePrivateKey(encodePem("PRIVATE KEY", der))).toEqual(privateKey);
  });

  test("that is zero, n or of a wrong length is refused", () => {
    const wrong = [
      new Uint8Array(length),
      numberToBytesLE(curve.n, length),
      littleEndian.subarray(1),
      new Uint8Array(length * 18).fill(1),
      writeInteger(-privateKey.d),
      new Uint8Array(),
    ];
    for (const secret of wrong) {
      expect(() => parsePrivateKey(pkcs8(curve, secret))).toThrow(expect.objectContaining({ name: "GostError" }));
    }
  });

  test("whose masks are of another key than the public key beside them is refused", () => {
    const otherPoint = encodePoint(keyPair(curve, 9).publicKey);
    const secret = writeSequence(writeOctetString(masked), writeOctetString(otherPoint));
    expect(() => parsePrivateKey(pkcs8(curve, secret))).toThrow(gostError("GOST_KEY_INVALID"));
  });
});

describe("a PKCS#8 file", () => {
  const curve = curves.cryptoProA;
  const secret = numberToBytesLE(keyPair(curve).privateKey.d, 32);

  test("may have attributes and a public key after the private one", () => {
    const extra = concatBytes(writeDer(0xa0), writeDer(0x81, Uint8Array.of(0, 4, 0)));
    expect(parsePrivateKey(pkcs8(curve, secret, { version: 1, extra })).curve).toBe(curve);
  });

  test.each([
    ["of version 3", { version: 2 }, "GOST_KEY_INVALID"],
    ["of GOST R 34.10-2001", { key: "1.2.643.2.2.19" }, "GOST_ALGORITHM_UNSUPPORTED"],
    ["of ECDSA", { key: "1.2.840.10045.2.1" }, "GOST_ALGORITHM_UNSUPPORTED"],
    ["of 512 bits on a curve of 256", { key: "1.2.643.7.1.1.1.2" }, "GOST_KEY_INVALID"],
    ["with the digest of 1994", { digest: "1.2.643.2.2.30.1" }, "GOST_ALGORITHM_UNSUPPORTED"],
    ["with the digest of the other length", { digest: "1.2.643.7.1.1.2.3" }, "GOST_ALGORITHM_UNSUPPORTED"],
    ["with values after the last field", { extra: writeInteger(1) }, "GOST_ASN1_INVALID"],
  ] as const)("%s is refused", (_, changes, code) => {
    expect(() => parsePrivateKey(pkcs8(curve, secret, changes))).toThrow(gostError(code));
  });

  test("names a retired standard in the refusal", () => {
    expect(() => parsePrivateKey(pkcs8(curve, secret, { key: "1.2.643.2.2.19" }))).toThrow(
      /GOST R 34\.10-2001 key, retired/,
    );
  });

  test("that is a certificate is refused, and so are options that do not exist", () => {
    expect(() => parsePrivateKey(encodePem("CERTIFICATE", Uint8Array.of(0x30, 0)))).toThrow(
      gostError("GOST_PEM_INVALID"),
    );
    expect(() => parsePrivateKey(pkcs8(curve, secret), { pasword: "x" } as object)).toThrow(
      gostError("GOST_OPTIONS_INVALID"),
    );
  });

  test("that is encrypted needs a password", () => {
    const encrypted = writeSequence(
      writeSequence(writeOid("1.2.840.113549.1.5.13")),
      writeOctetString(new Uint8Array(8)),
    );
    expect(() => parsePrivateKey(encrypted)).toThrow(gostError("GOST_PASSWORD_WRONG"));
    expect(() => parsePrivateKey(encrypted, { password: "x" })).toThrow(gostError("GOST_ALGORITHM_UNSUPPORTED"));
  });
});

interface Changes {
  readonly version?: number;
  readonly key?: string;
  readonly digest?: string;
  readonly extra?: Uint8Array;
}

function pkcs8(curve: GostCurve, secret: Uint8Array, changes: Changes = {}): Uint8Array {
  const suite = algorithmSuites[curve.bits];
  const { version = 0, key = suite.key, digest = suite.digest, extra = new Uint8Array() } = changes;
  const parameters = writeSequence(writeOid(curve.oids[0]), writeOid(digest));
  return writeSequence(
    writeInteger(version),
    writeSequence(writeOid(key), parameters),
    writeDer(derTag.octetString, secret),
    extra,
  );
}

/** KM || M1 || M2 with KM · M1 · M2 = d mod n. */
function maskKey({ n, bits }: GostCurve, d: bigint, masks: readonly bigint[]): Uint8Array {
  const unmasked = masks.reduce((product, mask) => (product * mask) % n, 1n);
  const masked = (d * power(unmasked, n - 2n, n)) % n;
  return concatBytes(
    ...[masked, ...masks].map((factor) => Uint8Array.from(numberToBytesBE(factor, bits / 8)).reverse()),
  );
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let left = exponent, square = base; left > 0n; left >>= 1n, square = (square * square) % modulus) {
    if (left & 1n) result = (result * square) % modulus;
  }
  return result;
}
