import { formatMinorUnits } from "@opora/core";
import { GisError } from "../../../errors.js";
import type { SimpleType } from "../../schema/model.js";

/**
 * Text of a property value on the wire, unescaped. Amounts are kopecks in our types; the schema's type says what the wire
 * counts in: a type without a fraction counts kopecks (operator), a type with two decimals roubles (supplier).
 *
 * @throws {@link GisError} `GIS_PAYMENT_INVALID` for a value of the wrong JavaScript type.
 */
export function wireText(
  value: unknown,
  { builtin, fractionDigits = 0 }: SimpleType,
  property: readonly string[],
): string {
  switch (builtin) {
    case "decimal":
      if (typeof value === "bigint") return formatMinorUnits(value, fractionDigits);
      break;
    case "boolean":
      if (value === true) return "true";
      break;
    case "short":
    case "int":
      if (Number.isSafeInteger(value)) return String(value);
      break;
    default:
      if (typeof value === "string") return value;
  }
  throw new GisError("GIS_PAYMENT_INVALID", `/${property.join("/")} has a value of the wrong type`, {
    details: { path: `/${property.join("/")}` },
  });
}
