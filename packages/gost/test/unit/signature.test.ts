import { createSeededRandom } from "@opora/core/testing";
import {
  createPrivateKey,
  createPublicKey,
  curveByOid,
  curves,
  digestToScalar,
  type GostCurve,
  generatePrivateKey,
  samePublicKey,
  signDigest,
  streebog,
  verifyDigest,
} from "@opora/gost";
import { describe, expect, test } from "vitest";
import { groupOf } from "../../src/domain/curve/group.js";
import { gostError } from "../support/gost-error.js";
import { keyPair } from "../support/keys.js";

const message = new TextEncoder().encode("Платёжное поручение № 1");

describe.each(Object.values<GostCurve>(curves))("a signature on the curve $name", (curve) => {
  const { privateKey: key, publicKey } = keyPair(curve);
  const digest = streebog(curve.bits, message);
  const half = curve.bits / 8;
  const signature = signDigest({ key, digest, random: createSeededRandom(2) });

  test("verifies, again and again, also once the key's multiples are tabulated", () => {
    for (let times = 0; times < 7; times++) expect(verifyDigest({ key: publicKey, digest, signature })).toBe(true);
  });

  test("does not verify over another digest, with another key, or changed in either half", () => {
    const other = keyPair(curve, 3).publicKey;
    for (let times = 0; times < 7; times++) {
      const changed = Uint8Array.from(signature);
      changed[times % 2 === 0 ? times : half + times] = (changed[times % 2 === 0 ? times : half + times] ?? 0) ^ 1;
      expect(verifyDigest({ key: publicKey, digest, signature: changed })).toBe(false);
      expect(verifyDigest({ key: publicKey, digest: streebog(curve.bits, changed), signature })).toBe(false);
      expect(verifyDigest({ key: other, digest, signature })).toBe(false);
    }
  });

  test("with numbers out of 1 … n-1 does not verify", () => {
    const bytes = (value: bigint) => Uint8Array.from(Buffer.from(value.toString(16).padStart(2 * half, "0"), "hex"));
    const [s, r] = [signature.slice(0, half), signature.slice(half)];
    for (const wrong of [bytes(0n), bytes(curve.n), new Uint8Array(half).fill(0xff)]) {
      expect(verifyDigest({ key: publicKey, digest, signature: Uint8Array.of(...wrong, ...r) })).toBe(false);
      expect(verifyDigest({ key: publicKey, digest, signature: Uint8Array.of(...s, ...wrong) })).toBe(false);
    }
  });

  test("or a digest of another length does not verify, and is not made", () => {
    for (const wrong of [signature.subarray(1), Uint8Array.of(...signature, 0), new Uint8Array()]) {
      expect(verifyDigest({ key: publicKey, digest, signature: wrong })).toBe(false);
    }
    const shorter = digest.subarray(1);
    expect(verifyDigest({ key: publicKey, digest: shorter, signature })).toBe(false);
    expect(() => signDigest({ key, digest: shorter, random: createSeededRandom(1) })).toThrow(
      gostError("GOST_KEY_INVALID"),
    );
  });

  test("comes from a fresh k each time", () => {
    const random = createSeededRandom(5);
    const first = signDigest({ key, digest, random });
    const second = signDigest({ key, digest, random });
    expect(first.slice(half)).not.toEqual(second.slice(half));
    expect(verifyDigest({ key: publicKey, digest, signature: second })).toBe(true);
  });
});

describe("a key", () => {
  const curve = curves.cryptoProA;

  test("has a secret number in 1 … n-1", () => {
    for (const d of [0n, -1n, curve.n, curve.n + 1n]) {
      expect(() => createPrivateKey(curve, d)).toThrow(gostError("GOST_KEY_INVALID"));
    }
    expect(createPrivateKey(curve, curve.n - 1n).d).toBe(curve.n - 1n);
  });

  test("has a point of the curve", () => {
    const { x, y } = keyPair(curve).publicKey;
    for (const [wrongX, wrongY] of [
      [x, y + 1n],
      [y, x],
      [0n, 0n],
      [x + curve.p, y],
      [x, -y],
      [curve.p, 1n],
    ] as const) {
      expect(() => createPublicKey(curve, wrongX, wrongY)).toThrow(gostError("GOST_KEY_INVALID"));
    }
    expect(samePublicKey(createPublicKey(curve, x, y), keyPair(curve).publicKey)).toBe(true);
  });

  test("made by hand is checked before it verifies anything", () => {
    const { x, y } = keyPair(curve).publicKey;
    const digest = streebog(256, message);
    const signature = signDigest({ key: keyPair(curve).privateKey, digest, random: createSeededRandom(1) });
    expect(verifyDigest({ key: { curve, x, y }, digest, signature })).toBe(true);
    expect(() => verifyDigest({ key: { curve, x, y: y + 1n }, digest, signature })).toThrow(
      gostError("GOST_KEY_INVALID"),
    );
  });

  test.each([curves.tc26A256, curves.tc26C512])(
    "on the curve $name, whose cofactor is 4, lies in the subgroup of the base point",
    (twisted) => {
      const { publicKey } = keyPair(twisted);
      const { Fp, fromAffine } = groupOf(twisted);
      const points = smallOrderPoints(twisted);
      expect(points).toHaveLength(2);
      for (const { x, y } of points) {
        expect(() => createPublicKey(twisted, x, y)).toThrow(gostError("GOST_KEY_INVALID"));
        if (Fp.is0(y)) continue;
        const outside = fromAffine({ x, y })
          .add(fromAffine({ x: publicKey.x, y: publicKey.y }))
          .toAffine();
        expect(() => createPublicKey(twisted, outside.x, outside.y)).toThrow(gostError("GOST_KEY_INVALID"));
      }
    },
  );
});

describe("the number of a digest", () => {
  test("is 1 when the digest is zero modulo n, and such a digest can be signed and verified", () => {
    const curve = curves.cryptoProA;
    const { privateKey: key, publicKey } = keyPair(curve);
    const multipleOfN = Uint8Array.from(Buffer.from(curve.n.toString(16), "hex")).reverse();
    for (const digest of [new Uint8Array(32), multipleOfN]) {
      expect(digestToScalar(curve, digest)).toBe(1n);
      const signature = signDigest({ key, digest, random: createSeededRandom(1) });
      expect(verifyDigest({ key: publicKey, digest, signature })).toBe(true);
    }
  });

  test("is read little-endian", () => {
    expect(digestToScalar(curves.cryptoProA, Uint8Array.of(1, 2, ...new Uint8Array(30)))).toBe(0x0201n);
  });
});

describe("a random source", () => {
  const digest = streebog(256, message);
  const key = keyPair(curves.cryptoProA).privateKey;

  test("is asked for 128 bits more than n has", () => {
    const asked: number[] = [];
    const seeded = createSeededRandom(1);
    const random = {
      bytes(length: number) {
        asked.push(length);
        return seeded.bytes(length);
      },
    };
    signDigest({ key, digest, random });
    generatePrivateKey(curves.tc26A512, random);
    expect(asked).toEqual([48, 80]);
  });

  test("that returns too few bytes is refused", () => {
    const short = { bytes: (length: number) => new Uint8Array(length - 1) };
    expect(() => signDigest({ key, digest, random: short })).toThrow(gostError("GOST_RANDOM_INVALID"));
    expect(() => generatePrivateKey(curves.cryptoProA, short)).toThrow(gostError("GOST_RANDOM_INVALID"));
  });
});

describe("a parameter set", () => {
  test.each(["1.2.643.2.2.35.4", "1.2.840.10045.3.1.7", "1.2.643.2.2.19", "", "toString", "__proto__"])(
    "%j is refused",
    (oid) => {
      expect(() => curveByOid(oid)).toThrow(gostError("GOST_ALGORITHM_UNSUPPORTED"));
    },
  );
});

/** The points of order 2 and 4 of a curve with cofactor 4: multiples by n of points outside the subgroup. */
function smallOrderPoints(curve: GostCurve): readonly { readonly x: bigint; readonly y: bigint }[] {
  const { Fp } = groupOf(curve);
  const found = new Map<string, { readonly x: bigint; readonly y: bigint }>();
  for (let x = 1n; found.size < 2 && x < 200n; x++) {
    const square = Fp.create(x * x * x + curve.a * x + curve.b);
    const y = squareRoot(curve, square);
    if (y === undefined) continue;
    const small = multiply(curve, { x, y }, curve.n);
    if (small !== undefined) found.set(`${small.x}`, small);
  }
  return [...found.values()];
}

type Affine = { readonly x: bigint; readonly y: bigint } | undefined;

function squareRoot(curve: GostCurve, square: bigint): bigint | undefined {
  const { Fp } = groupOf(curve);
  try {
    return Fp.sqrt(square);
  } catch {
    return undefined;
  }
}

/** Textbook double-and-add: the library's arithmetic refuses points of order 2, which are wanted here. */
function multiply(curve: GostCurve, point: Affine, times: bigint): Affine {
  let sum: Affine;
  let power = point;
  for (let left = times; left > 0n; left >>= 1n) {
    if (left & 1n) sum = addAffine(curve, sum, power);
    power = addAffine(curve, power, power);
  }
  return sum;
}

function addAffine(curve: GostCurve, left: Affine, right: Affine): Affine {
  if (left === undefined || right === undefined) return left ?? right;
  const { Fp } = groupOf(curve);
  if (left.x === right.x && Fp.is0(Fp.add(left.y, right.y))) return undefined;
  const slope =
    left.x === right.x
      ? Fp.div(Fp.add(Fp.mul(3n, Fp.sqr(left.x)), curve.a), Fp.mul(2n, left.y))
      : Fp.div(Fp.sub(right.y, left.y), Fp.sub(right.x, left.x));
  const x = Fp.sub(Fp.sub(Fp.sqr(slope), left.x), right.x);
  return { x, y: Fp.sub(Fp.mul(slope, Fp.sub(left.x, x)), left.y) };
}
