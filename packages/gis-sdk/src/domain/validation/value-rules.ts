import type { SimpleType } from "../schema/model.js";
import { isXmlText } from "../wire/xml/canonical-xml.js";
import { collapseWhiteSpace } from "./builtin-types.js";
import type { RuleViolationCode } from "./violation.js";

const zonedDate = /^[^T]*\d(?:Z|[+-]\d{2}:\d{2})$/;
const suspect = /[\u007f-\u009f]/;
const nonAsciiDigit = /(?![0-9])\p{Nd}/u;
const zero = /^[+-]?(?:0+(?:\.0*)?|\.0+)$/;

/** Rules for a single value that the schema does not express. The value keeps to the schema, or else it is reported there. */
export function checkValueRules(text: string, type: SimpleType): readonly RuleViolationCode[] {
  const broken: RuleViolationCode[] = [];
  if (type.builtin === "string") {
    if (!isXmlText(text)) broken.push("rule/control-character");
    else if (suspect.test(text)) broken.push("rule/suspect-character");
    if (text !== "" && text.trim() !== text) broken.push("rule/white-space");
    if (hasDigitPattern(type) && nonAsciiDigit.test(text)) broken.push("rule/digit-script");
  }
  if (type.builtin === "date" && zonedDate.test(collapseWhiteSpace(text, "date"))) broken.push("rule/date-zone");
  if (type.builtin === "boolean" && text !== "true" && text !== "false") broken.push("rule/boolean-form");
  return broken;
}

function hasDigitPattern({ patterns = [] }: SimpleType): boolean {
  return patterns.some((step) => step.some((pattern) => pattern.includes("\\d")));
}

/**
 * Rules for an amount of money. The type says what it counts: one without a fraction kopecks, one with two decimals
 * roubles; either accepts the other's way of writing.
 */
export function checkAmountRules(text: string, { fractionDigits = 0 }: SimpleType): readonly RuleViolationCode[] {
  const value = text.trim();
  const broken: RuleViolationCode[] = [];
  if (zero.test(value)) broken.push("rule/amount-zero");
  const hasPoint = value.includes(".");
  if (fractionDigits === 0 && hasPoint) broken.push("rule/amount-units");
  if (fractionDigits > 0 && !hasPoint) broken.push("rule/amount-decimals");
  return broken;
}

/** Elements of an operator's order of which one at least tells what is paid. All of them are optional in the schema. */
export const subjectElements: readonly string[] = [
  "bills:PaymentDocumentID",
  "bills:PaymentDocumentNumber",
  "acc:UnifiedAccountNumber",
  "pb:AddressAndConsumer",
  "pb:Service",
  "acc:AccountNumber",
];
