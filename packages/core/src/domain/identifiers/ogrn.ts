import { digitAt, isDigits } from "./digits.js";
import { invalid, type ParsedIdentifier, valid } from "./parsed-identifier.js";

declare const ogrn: unique symbol;
declare const ogrnip: unique symbol;

/** Number of a legal entity in the state register (ОГРН): 13 digits. */
export type Ogrn = string & { readonly [ogrn]: true };

/** Number of a sole proprietor in the state register (ОГРНИП): 15 digits. */
export type Ogrnip = string & { readonly [ogrnip]: true };

/**
 * Reads an OGRN. The first digit is 1 or 5; other digits begin numbers of later records (ГРН), which are not the number
 * of the entity (order of the Ministry of Finance 165n).
 */
export function parseOgrn(text: string): ParsedIdentifier<Ogrn> {
  return parse<Ogrn>(text, { length: 13, kinds: "15", modulus: 11 });
}

/** Reads an OGRNIP. The first digit is 3. */
export function parseOgrnip(text: string): ParsedIdentifier<Ogrnip> {
  return parse<Ogrnip>(text, { length: 15, kinds: "3", modulus: 13 });
}

interface Form {
  readonly length: number;
  /** Possible first digits. */
  readonly kinds: string;
  readonly modulus: number;
}

/** The last digit is the last digit of the remainder of all the others, read as one number. */
function parse<Value extends string>(text: string, { length, kinds, modulus }: Form): ParsedIdentifier<Value> {
  if (text.length !== length) return invalid("length");
  if (!isDigits(text)) return invalid("character");
  if (!kinds.includes(text.charAt(0))) return invalid("kind");
  const expected = (Number(text.slice(0, -1)) % modulus) % 10;
  return digitAt(text, length - 1) === expected ? valid<Value>(text) : invalid("check-digit");
}
