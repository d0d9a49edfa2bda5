import { createPrivateKey, curveByOid, curves, derivePublicKey, type GostCurve, verifyDigest } from "@opora/gost";
import { describeWhere, sharedData } from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { groupOf } from "../../src/domain/curve/group.js";
import { signWithNonce } from "../../src/domain/signature/sign-digest.js";
import { fromHex, toHex } from "../support/hex.js";

interface SignatureVector {
  readonly name: string;
  readonly curve: string;
  readonly d: string;
  readonly e: string;
  readonly k: string;
  readonly r: string;
  readonly s: string;
  readonly qx?: string;
  readonly qy?: string;
}

interface CurveData {
  readonly curves: Readonly<Record<string, Readonly<Record<"a" | "b" | "p" | "n" | "Gx" | "Gy", string>> & CurveFacts>>;
}

interface CurveFacts {
  readonly oids: readonly string[];
  readonly h: number;
}

describeWhere(
  "the signature of",
  () => sharedData("gost/vectors.json"),
  (data) => {
    for (const vector of data.json<{ signatures: readonly SignatureVector[] }>().signatures) {
      const curve = curveByOid(vector.curve);
      const digits = curve.bits / 4;
      const key = createPrivateKey(curve, number(vector.d));
      const wire = `${vector.s.padStart(digits, "0")}${vector.r.padStart(digits, "0")}`.toLowerCase();

      test(`${vector.name} is that of the standard for its k`, () => {
        const signature = signWithNonce(key, number(vector.e), number(vector.k));
        expect(toHex(signature ?? new Uint8Array())).toBe(wire);
      });

      test(`${vector.name} verifies under the public key of the standard`, () => {
        const publicKey = derivePublicKey(key);
        if (vector.qx !== undefined) expect(publicKey.x).toBe(number(vector.qx));
        if (vector.qy !== undefined) expect(publicKey.y).toBe(number(vector.qy));
        const digest = fromHex(vector.e.padStart(digits, "0")).reverse();
        expect(verifyDigest({ key: publicKey, digest, signature: fromHex(wire) })).toBe(true);
      });
    }
  },
);

describeWhere(
  "the constants of the curves",
  () => sharedData("gost/curves.json"),
  (data) => {
    test("are those of the RFCs, under every identifier", () => {
      const published = Object.values(data.json<CurveData>().curves);
      expect(published).toHaveLength(Object.keys(curves).length);
      for (const { oids, h, a, b, p, n, Gx, Gy } of published) {
        const facts = { oids, h: BigInt(h), a: BigInt(a), b: BigInt(b), p: BigInt(p), n: BigInt(n) };
        for (const oid of oids) expect(curveByOid(oid)).toMatchObject({ ...facts, gx: BigInt(Gx), gy: BigInt(Gy) });
      }
    });
  },
);

describe.each(Object.values<GostCurve>(curves))("the curve $name", (curve) => {
  const { p, a, b, n, h, gx, gy } = curve;

  test("holds its base point, whose order is n", () => {
    expect((gy * gy - (gx * gx * gx + a * gx + b)) % p).toBe(0n);
    const { BASE } = groupOf(curve);
    // (n-1)·P = -P, so n·P is the point at infinity.
    expect(BASE.multiply(n - 1n).toAffine()).toEqual(BASE.negate().toAffine());
  });

  test("has as many points as Hasse's bound allows for n and the cofactor", () => {
    const distance = n * h - (p + 1n);
    expect(distance * distance <= 4n * p).toBe(true);
  });
});

function number(hex: string): bigint {
  return BigInt(`0x${hex}`);
}
