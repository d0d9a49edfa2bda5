import { cancellationLayout, importLayouts } from "../wire/layout/layouts.js";
import type { PaymentCancellation } from "../wire/payments/cancellation.js";
import type { GisPayment } from "../wire/payments/payment.js";
import { createItemValidator } from "./item-validator.js";
import { violation } from "./report.js";
import type { Violation } from "./violation.js";

const validators = {
  operator: createItemValidator(importLayouts.operator.item, ["profile"]),
  operator139: createItemValidator(importLayouts.operator139.item, ["profile"]),
  supplier: createItemValidator(importLayouts.supplier.item, ["profile"]),
};
const validateCancellationItem = createItemValidator(cancellationLayout.item, []);

/**
 * Checks a payment against the official schema and the rules that the schema misses; empty if it may be sent.
 *
 * Paths are those of the payment's properties, for instance `/recipient/inn`. Messages hold no values. The payment may
 * come from outside: unknown properties and values of the wrong type are violations, not exceptions.
 *
 * @example
 * ```ts
 * const errors = validatePayment(payment).filter(({ severity }) => severity === "error");
 * ```
 */
export function validatePayment(payment: GisPayment): readonly Violation[] {
  const profile: unknown = (payment as Partial<GisPayment> | null)?.profile;
  if (typeof profile !== "string" || !Object.hasOwn(validators, profile)) {
    return [violation("schema/property-type", { path: "/profile" }, Object.keys(validators).join(" | "))];
  }
  return validators[payment.profile](payment);
}

/** Checks a cancellation as {@link validatePayment} checks a payment. */
export function validateCancellation(cancellation: PaymentCancellation): readonly Violation[] {
  if (typeof cancellation !== "object" || cancellation === null) {
    return [violation("schema/property-type", { path: "/" }, "object")];
  }
  return validateCancellationItem(cancellation);
}
