import { invalid, type ParsedIdentifier, valid } from "./parsed-identifier.js";

declare const kpp: unique symbol;

/** Code of the reason why an organisation is registered with a tax office (КПП): 9 characters, no check digit. */
export type Kpp = string & { readonly [kpp]: true };

/**
 * Reads a KPP: four digits of the tax office, two digits or Latin capitals of the reason, three digits of the serial
 * number (order of the Federal Tax Service ЕД-7-14/559@ of 26.06.2020).
 */
export function parseKpp(text: string): ParsedIdentifier<Kpp> {
  if (text.length !== 9) return invalid("length");
  if (!/^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$/.test(text)) return invalid("character");
  return text.startsWith("00") ? invalid("region") : valid<Kpp>(text);
}
