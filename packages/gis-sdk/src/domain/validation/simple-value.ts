import { paymentTables } from "../schema/generated/payment-tables.js";
import type { SimpleType } from "../schema/model.js";
import { collapseWhiteSpace, isBuiltinValue } from "./builtin-types.js";
import type { SchemaViolationCode } from "./violation.js";
import { translatePattern } from "./xsd-pattern.js";

/** A facet that a value breaks, with what the facet wants. */
export interface ValueProblem {
  readonly code: SchemaViolationCode;
  /** For messages: a limit, a type, the value that is wanted. Of the schema, never of the value. */
  readonly expected: string;
}

/** A simple type, prepared for checking. */
export interface ValueChecker {
  readonly type: SimpleType;
  /** What is wrong with a text; `undefined` if nothing. The first problem only: the others follow from it. */
  check(text: string): ValueProblem | undefined;
}

const checkers: ReadonlyMap<string, ValueChecker> = new Map(
  Object.entries(paymentTables.simpleTypes).map(([name, type]) => [name, createValueChecker(type)]),
);

/** The checker of a simple type of the field tables. Throws on a name that the tables do not have. */
export function valueCheckerOf(typeName: string): ValueChecker {
  const checker = checkers.get(typeName);
  if (checker === undefined) throw new TypeError(`The field tables have no simple type ${typeName}`);
  return checker;
}

/** Whether a text of a type stands for its fixed value: values are compared, not texts (XML Schema part 1, 3.3.4). */
export function isFixedValue(text: string, fixed: string, { builtin }: SimpleType): boolean {
  const value = collapseWhiteSpace(text, builtin);
  return value === fixed || (builtin === "boolean" && booleanOf(value) === booleanOf(fixed));
}

function booleanOf(value: string): boolean {
  return value === "true" || value === "1";
}

function createValueChecker(type: SimpleType): ValueChecker {
  const patterns = (type.patterns ?? []).map((step) => step.map(translatePattern));
  return {
    type,
    check(text) {
      const value = collapseWhiteSpace(text, type.builtin);
      if (!isBuiltinValue(value, type.builtin)) return { code: "schema/type", expected: `xs:${type.builtin}` };
      return (
        checkLength(value, type) ??
        checkNumber(value, type) ??
        // After the lengths: some patterns of the set take exponential time on long texts.
        checkPatterns(value, patterns, type) ??
        checkEnumeration(value, type)
      );
    },
  };
}

function checkLength(value: string, { length, minLength = length, maxLength = length }: SimpleType) {
  if (minLength === undefined && maxLength === undefined) return undefined;
  const count = countCharacters(value);
  if (count >= (minLength ?? 0) && count <= (maxLength ?? Number.POSITIVE_INFINITY)) return undefined;
  return problem("schema/length", minLength === maxLength ? `${minLength}` : `${minLength ?? 0}..${maxLength ?? ""}`);
}

/** Lengths of XML Schema count characters, not UTF-16 units. */
function countCharacters(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdbff) count -= 1;
  }
  return count;
}

function checkNumber(value: string, type: SimpleType): ValueProblem | undefined {
  const { totalDigits, fractionDigits, minInclusive, maxInclusive } = type;
  if (type.builtin === "string" || (totalDigits ?? fractionDigits ?? minInclusive ?? maxInclusive) === undefined) {
    return undefined;
  }
  const { integer, fraction } = significantDigits(value);
  if (fractionDigits !== undefined && fraction.length > fractionDigits) {
    return problem("schema/digits", `${fractionDigits} after the point`);
  }
  if (totalDigits !== undefined && integer.length + fraction.length > totalDigits) {
    return problem("schema/digits", `${totalDigits}`);
  }
  if (minInclusive !== undefined && compareDecimals(value, minInclusive) < 0) {
    return problem("schema/range", `${minInclusive}..${maxInclusive ?? ""}`);
  }
  if (maxInclusive !== undefined && compareDecimals(value, maxInclusive) > 0) {
    return problem("schema/range", `${minInclusive ?? ""}..${maxInclusive}`);
  }
  return undefined;
}

/** The digits of a decimal that count: no zeros in front, none behind. */
function significantDigits(decimal: string): { readonly integer: string; readonly fraction: string } {
  const [integer = "", fraction = ""] = decimal.replace(/^[+-]/, "").split(".");
  return { integer: integer.replace(/^0+/, ""), fraction: withoutTrailingZeros(fraction) };
}

/** A loop, because a pattern with `0+$` takes quadratic time on zeros in the middle. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits.charAt(end - 1) === "0") end -= 1;
  return digits.slice(0, end);
}

/** Compares two decimals of any length. */
function compareDecimals(a: string, b: string): number {
  const left = significantDigits(a);
  const right = significantDigits(b);
  const isNegative = (text: string, { integer, fraction }: typeof left) =>
    text.startsWith("-") && (integer !== "" || fraction !== "");
  const leftNegative = isNegative(a, left);
  if (leftNegative !== isNegative(b, right)) return leftNegative ? -1 : 1;
  const magnitude =
    left.integer.length - right.integer.length ||
    compareText(left.integer, right.integer) ||
    compareText(left.fraction, right.fraction);
  return leftNegative ? -magnitude : magnitude;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function checkPatterns(
  value: string,
  patterns: readonly (readonly RegExp[])[],
  type: SimpleType,
): ValueProblem | undefined {
  const failed = patterns.findIndex((step) => !step.some((pattern) => pattern.test(value)));
  return failed < 0 ? undefined : problem("schema/pattern", (type.patterns?.[failed] ?? []).join("|"));
}

function checkEnumeration(value: string, { enumeration, builtin }: SimpleType): ValueProblem | undefined {
  if (enumeration === undefined) return undefined;
  // The integer types are enumerated by value: `+3` is 3.
  const found =
    builtin === "string"
      ? enumeration.includes(value)
      : enumeration.some((allowed) => compareDecimals(allowed, value) === 0);
  return found ? undefined : problem("schema/enumeration", enumeration.join(", "));
}

function problem(code: SchemaViolationCode, expected: string): ValueProblem {
  return { code, expected };
}
