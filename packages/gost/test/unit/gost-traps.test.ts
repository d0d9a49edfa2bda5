import { createSeededRandom } from "@opora/core/testing";
import {
  curveByOid,
  curves,
  derTag,
  digestToScalar,
  parseCertificate,
  parsePrivateKey,
  readDer,
  readElements,
  readPublicKeyInfo,
  signDigest,
  streebog,
  verifyChain,
  verifyDigest,
  writePrivateKeyInfo,
  writePublicKeyInfo,
} from "@opora/gost";
import { describe, expect, test } from "vitest";
import { groupOf } from "../../src/domain/curve/group.js";
import { encodePoint } from "../../src/domain/key/public-key-info.js";
import { signWithNonce } from "../../src/domain/signature/sign-digest.js";
import { authorityOf, now } from "../support/authority.js";
import { toHex } from "../support/hex.js";
import { keyPair } from "../support/keys.js";

/** Mistakes that others have shipped, each with the behaviour that shows it is not made here. */
describe("trap", () => {
  test("the digest on the wire is the reverse of the number that RFC 6986 prints", () => {
    const first = new TextEncoder().encode("012345678901234567890123456789012345678901234567890123456789012");
    expect(toHex(streebog(256, first))).toMatch(/^9d151eef.*e57b5500$/);
  });

  test("the digest is a little-endian integer, not a big-endian one as ISO 14888-3 says", () => {
    expect(digestToScalar(curves.test256, Uint8Array.of(1, ...new Uint8Array(31)))).toBe(1n);
  });

  test("e = 0 becomes 1", () => {
    expect(digestToScalar(curves.tc26A512, new Uint8Array(64))).toBe(1n);
  });

  test("a signature is s || r, each big-endian, and no ASN.1", () => {
    const curve = curves.cryptoProA;
    const { privateKey } = keyPair(curve);
    const signature = signWithNonce(privateKey, 1n, 2n) ?? new Uint8Array();
    const r = groupOf(curve).BASE.multiply(2n).toAffine().x % curve.n;
    expect(signature).toHaveLength(64);
    expect(BigInt(`0x${toHex(signature.subarray(32))}`)).toBe(r);
    expect(BigInt(`0x${toHex(signature.subarray(0, 32))}`)).toBe((r * privateKey.d + 2n) % curve.n);
  });

  test("a small s or r is padded to its full length", () => {
    const curve = curves.tc26A512;
    // k = 1 gives r = x(P) = 3, a single byte.
    const signature = signWithNonce({ curve, d: 1n }, 5n, 1n) ?? new Uint8Array();
    expect(toHex(signature)).toBe("08".padStart(128, "0") + "03".padStart(128, "0"));
  });

  test("a public key is X || Y little-endian in an OCTET STRING within the BIT STRING", () => {
    const { publicKey } = keyPair(curves.cryptoProA);
    const info = writePublicKeyInfo({ publicKey, parameterSet: "1.2.643.2.2.35.1" });
    const [, bits] = readElements(readDer(info, "info"), derTag.sequence, 2);
    const point = encodePoint(publicKey);
    expect(toHex(bits?.content ?? new Uint8Array())).toBe(`000440${toHex(point)}`);
    expect(BigInt(`0x${toHex(point.slice(0, 32).reverse())}`)).toBe(publicKey.x);
    expect(BigInt(`0x${toHex(point.slice(32).reverse())}`)).toBe(publicKey.y);
  });

  test("a private key is little-endian", () => {
    const { privateKey } = keyPair(curves.cryptoProA);
    const info = writePrivateKeyInfo({ privateKey, parameterSet: "1.2.643.2.2.35.1" });
    expect(BigInt(`0x${toHex(info.slice(-32).reverse())}`)).toBe(privateKey.d);
    expect(parsePrivateKey(info)).toEqual(privateKey);
  });

  test("CryptoPro A is XchA and tc26-256-B; B is tc26-256-C; C is XchB and tc26-256-D", () => {
    const named = (...oids: readonly string[]) => new Set(oids.map(curveByOid));
    expect(named("1.2.643.2.2.35.1", "1.2.643.2.2.36.0", "1.2.643.7.1.2.1.1.2")).toEqual(new Set([curves.cryptoProA]));
    expect(named("1.2.643.2.2.35.2", "1.2.643.7.1.2.1.1.3")).toEqual(new Set([curves.cryptoProB]));
    expect(named("1.2.643.2.2.35.3", "1.2.643.2.2.36.1", "1.2.643.7.1.2.1.1.4")).toEqual(new Set([curves.cryptoProC]));
  });

  test("CryptoPro A is not TC26 A: a key of the one is no key of the other", () => {
    expect(curveByOid("1.2.643.7.1.2.1.1.1")).toBe(curves.tc26A256);
    const { x, y } = keyPair(curves.tc26A256).publicKey;
    const digest = streebog(256, new Uint8Array());
    const signature = signDigest({ key: keyPair(curves.tc26A256).privateKey, digest, random: createSeededRandom(1) });
    expect(() => verifyDigest({ key: { curve: curves.cryptoProA, x, y }, digest, signature })).toThrow(
      expect.objectContaining({ code: "GOST_KEY_INVALID" }),
    );
  });

  test("tc26-256-A and tc26-512-C have cofactor 4, all others 1", () => {
    const twisted = Object.values(curves).filter(({ h }) => h === 4n);
    expect(twisted).toEqual([curves.tc26A256, curves.tc26C512]);
  });

  test("digestParamSet stands with the CryptoPro curves and 512-A/B, not with tc26-256 and 512-C; both are read", () => {
    const lengths = (oid: string) => {
      const { publicKey } = keyPair(curveByOid(oid));
      const info = writePublicKeyInfo({ publicKey, parameterSet: oid });
      expect(readPublicKeyInfo(readDer(info, "info"))).toEqual({ publicKey, parameterSet: oid });
      const [algorithm] = readElements(readDer(info, "info"), derTag.sequence, 2);
      const [, parameters] = readElements(algorithm ?? readDer(info, "info"), derTag.sequence, 2);
      return readElements(parameters ?? readDer(info, "info"), derTag.sequence, 3).length;
    };
    for (const oid of ["1.2.643.2.2.35.1", "1.2.643.2.2.36.0", "1.2.643.7.1.2.1.2.1", "1.2.643.7.1.2.1.2.2"]) {
      expect(lengths(oid)).toBe(2);
    }
    for (const oid of ["1.2.643.7.1.2.1.1.1", "1.2.643.7.1.2.1.1.2", "1.2.643.7.1.2.1.2.3"])
      expect(lengths(oid)).toBe(1);
  });

  test("the digest of a certificate's signature follows the key that signs: 256 bits over a 512-bit certificate", () => {
    const authority = authorityOf({ curve: curves.cryptoProA });
    const { certificate } = authority.issue({ curve: curves.tc26A512 });
    expect(certificate).toMatchObject({ bits: 512, signatureAlgorithm: "1.2.643.7.1.1.3.2" });
    expect(certificate.signature).toHaveLength(64);
    expect(verifyChain({ certificate, trustAnchors: [authority.certificate], at: now }).valid).toBe(true);
  });

  test("the serial number may have 128 bits and more: it is a bigint", () => {
    const serialNumber = 2n ** 127n + 1n;
    const { certificate } = authorityOf().issue({ serialNumber });
    expect(parseCertificate(certificate.der).serialNumber).toBe(serialNumber);
  });
});
