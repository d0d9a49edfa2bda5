import { formatMinorUnits } from "@opora/core";
import type { SimpleType } from "../../schema/model.js";

/**
 * Text of a property value on the wire, unescaped; `undefined` for a value of the wrong JavaScript type.
 *
 * Amounts are kopecks in our types; the schema's type says what the wire counts in: a type without a fraction counts
 * kopecks (operator), a type with two decimals roubles (supplier).
 */
export function wireText(value: unknown, { builtin, fractionDigits = 0 }: SimpleType): string | undefined {
  switch (builtin) {
    case "decimal":
      return typeof value === "bigint" ? formatMinorUnits(value, fractionDigits) : undefined;
    case "boolean":
      return value === true ? "true" : undefined;
    case "short":
    case "int":
      return Number.isSafeInteger(value) ? String(value) : undefined;
    default:
      return typeof value === "string" ? value : undefined;
  }
}

/** What {@link wireText} takes for a type, for messages. */
export function propertyTypeOf({ builtin }: SimpleType): string {
  switch (builtin) {
    case "decimal":
      return "bigint";
    case "boolean":
      return "true";
    case "short":
    case "int":
      return "number";
    default:
      return "string";
  }
}
