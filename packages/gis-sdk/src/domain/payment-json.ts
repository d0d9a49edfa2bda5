import type { JsonObject, JsonValue } from "@opora/core";
import type { GisPayment } from "./wire/payments/payment.js";

/** A payment as a host hands it over: the TransportGUID is given by the SDK. */
export type NewGisPayment = GisPayment extends infer Payment
  ? Payment extends GisPayment
    ? Omit<Payment, "transportGuid">
    : never
  : never;

/**
 * A payment as plain JSON: the amount in kopecks as a decimal string, absent parts left out, keys in one order, so that
 * equal payments give equal texts.
 */
export function paymentToJson(payment: GisPayment | NewGisPayment): JsonObject {
  return Object.fromEntries(
    Object.entries(payment)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]): [string, JsonValue] => [key, typeof value === "bigint" ? value.toString() : ordered(value)])
      .sort(byKey),
  );
}

/** The payment that {@link paymentToJson} was given. */
export function paymentFromJson(json: JsonObject): GisPayment {
  return { ...json, amountKopecks: BigInt(String(json["amountKopecks"])) } as unknown as GisPayment;
}

function ordered(value: unknown): JsonValue {
  if (typeof value !== "object" || value === null) return value as JsonValue;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]): [string, JsonValue] => [key, ordered(part)])
      .sort(byKey),
  );
}

function byKey([left]: readonly [string, JsonValue], [right]: readonly [string, JsonValue]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
