import { digitAt, isDigits } from "./digits.js";
import { invalid, type ParsedIdentifier, valid } from "./parsed-identifier.js";

declare const bic: unique symbol;
declare const settlementAccount: unique symbol;
declare const correspondentAccount: unique symbol;

/** Bank identification code (БИК): 9 digits. */
export type Bic = string & { readonly [bic]: true };

/** Account of a client (расчётный счёт): 20 digits that fit the BIC they were checked with. */
export type SettlementAccount = string & { readonly [settlementAccount]: true };

/** Account of a bank or of the treasury with the Bank of Russia (корреспондентский счёт, ЕКС): 20 digits. */
export type CorrespondentAccount = string & { readonly [correspondentAccount]: true };

/** Reads a BIC. It carries no check digit. */
export function parseBic(text: string): ParsedIdentifier<Bic> {
  if (text.length !== 9) return invalid("length");
  return isDigits(text) ? valid<Bic>(text) : invalid("character");
}

/**
 * Reads the account of a client with the bank of `bank`, and checks its key digit (Bank of Russia order 515 of
 * 08.09.1997). Treasury accounts, which begin with 0, belong to no balance account and have no such key: of these only
 * the form is checked.
 *
 * @example
 * ```ts
 * const bic = parseBic("049805746");
 * if (bic.ok) parseSettlementAccount("40602810700000000025", bic.value);
 * ```
 */
export function parseSettlementAccount(text: string, bank: Bic): ParsedIdentifier<SettlementAccount> {
  const reason = formReason(text);
  if (reason) return invalid(reason);
  if (text.startsWith("0")) return valid<SettlementAccount>(text);
  const prefix = isCentralBank(bank) ? centralBankPrefix(bank) : bank.slice(6);
  return hasKey(prefix + text) ? valid<SettlementAccount>(text) : invalid("check-digit");
}

/**
 * Reads the account that the bank of `bank` has with the Bank of Russia, or the single treasury account (ЕКС, balance
 * account 40102), and checks its key digit. The last three digits of a correspondent account repeat those of the BIC.
 */
export function parseCorrespondentAccount(text: string, bank: Bic): ParsedIdentifier<CorrespondentAccount> {
  const reason = formReason(text);
  if (reason) return invalid(reason);
  const isTreasury = text.startsWith("40102");
  if (!isTreasury && !text.startsWith("301")) return invalid("kind");
  if (!isTreasury && text.slice(17) !== bank.slice(6)) return invalid("bank");
  return hasKey(centralBankPrefix(bank) + text) ? valid<CorrespondentAccount>(text) : invalid("check-digit");
}

const keyWeights = [7, 1, 3];

function formReason(text: string): "length" | "character" | undefined {
  if (text.length !== 20) return "length";
  return isDigits(text) ? undefined : "character";
}

/** Settlement centres of the Bank of Russia end in 000, 001 or 002; banks begin at 050. */
function isCentralBank(bank: Bic): boolean {
  return /00[012]$/.test(bank);
}

/** Accounts with the Bank of Russia are keyed with the number of its settlement centre: the 5th and 6th digit. */
function centralBankPrefix(bank: Bic): string {
  return `0${bank.slice(4, 6)}`;
}

function hasKey(digits: string): boolean {
  let sum = 0;
  for (let position = 0; position < digits.length; position += 1) {
    sum += (digitAt(digits, position) * (keyWeights[position % 3] ?? 0)) % 10;
  }
  return sum % 10 === 0;
}
