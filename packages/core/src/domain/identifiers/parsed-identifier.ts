/** Why a text is no such identifier. Checks run in this order, and the first that fails gives the reason. */
export type InvalidIdentifierReason =
  /** Too many or too few characters. */
  | "length"
  /** A character that has no place there: a letter, a space, a digit outside ASCII. */
  | "character"
  /** The region digits are `00`. */
  | "region"
  /** A digit that tells what is numbered has a value that does not occur. */
  | "kind"
  /** The digits of a date make no date. */
  | "date"
  /** The number is all zeros: a placeholder, nobody's. */
  | "zero"
  /** The account belongs to another bank than the BIC. */
  | "bank"
  /** The check digits do not follow from the others. */
  | "check-digit";

/** An identifier in its one canonical form, or the reason why the text is none. Nothing is trimmed or repaired. */
export type ParsedIdentifier<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: InvalidIdentifierReason };

/** The text as the identifier that it was found to be. */
export function valid<Value extends string>(text: string): ParsedIdentifier<Value> {
  return { ok: true, value: text as Value };
}

/** A refusal. */
export function invalid(reason: InvalidIdentifierReason): ParsedIdentifier<never> {
  return { ok: false, reason };
}
