import { type GisPayment, type GisProfile, validateBody, validatePayment, writeImportRequest } from "@opora/gis-sdk";
import { parseXml, type XmlElement } from "@opora/gost/xml";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { paymentArbitraries } from "../payment-arbitraries.js";

const profiles: readonly GisProfile[] = ["operator", "operator139", "supplier"];
const write = (payment: GisPayment) =>
  writeImportRequest({ profile: payment.profile, id: "packet", payments: [payment] }).canonical;

describe.each(profiles)("a payment of the profile %s", (profile) => {
  test("that may be sent is found right before it is written and after", () => {
    fc.assert(
      fc.property(paymentArbitraries[profile], (payment) => {
        expect(validatePayment(payment).filter(({ severity }) => severity === "error")).toEqual([]);
        expect(validateBody(write(payment)).violations.filter(({ severity }) => severity === "error")).toEqual([]);
      }),
    );
  });

  test("loses no value on the wire and gains none", () => {
    fc.assert(
      fc.property(paymentArbitraries[profile], (payment) => {
        expect(textsOf(parseXml(write(payment))).sort()).toEqual(valuesOf(payment, profile).sort());
      }),
    );
  });

  test("with damage is judged alike before it is written and after", () => {
    fc.assert(
      fc.property(paymentArbitraries[profile], fc.infiniteStream(damage), (payment, damages) => {
        const damaged = damagePart(payment, damages) as GisPayment;
        const before = validatePayment(damaged).map(({ code }) => code);
        const after = validateBody(write(damaged)).violations.map(({ code }) => code);
        expect(after.filter((code) => code !== "rule/unsigned").sort()).toEqual(before.sort());
      }),
    );
  });
});

/** What is done to a value; most are left alone. */
const damage = fc.option(
  fc.constantFrom(
    "",
    " ",
    "x",
    "1".repeat(32),
    "я".repeat(256),
    "2024-02-30",
    "2024-01-15Z",
    "٣".repeat(10),
    undefined,
  ),
  { freq: 12, nil: null },
);

function damagePart(value: unknown, damages: fc.Stream<string | null | undefined>): unknown {
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, name === "profile" ? part : damagePart(part, damages)]),
    );
  }
  const { value: change = null } = damages.next() as { value?: string | null };
  if (change === null) return value;
  if (typeof value === "bigint") return BigInt(change?.length ?? 0) ** 9n - 5n;
  if (typeof value === "number") return change?.length;
  return typeof value === "string" ? change : undefined;
}

/** The texts of all elements without children. */
function textsOf({ children }: XmlElement): string[] {
  const elements = children.filter((child) => child.kind === "element");
  if (elements.length > 0) return elements.flatMap(textsOf);
  return [children.map((child) => (child.kind === "text" ? child.text : "")).join("")];
}

/** The values of all properties, as they should look on the wire. */
function valuesOf(value: unknown, profile: GisProfile): string[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, part]) => (name === "profile" ? [] : valuesOf(part, profile)));
  }
  if (typeof value === "bigint" && profile === "supplier")
    return [`${value / 100n}.${String(value % 100n).padStart(2, "0")}`];
  return value === undefined ? [] : [String(value)];
}
