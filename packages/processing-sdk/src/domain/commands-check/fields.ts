import { ProcessingError } from "../../errors.js";
import { maxInt64 } from "../int64.js";

/** An object of which nothing is known yet. */
export type Unchecked = Readonly<Record<string, unknown>>;

/** Ids of ours and of the host: printable, without spaces at the ends (stores differ in how they compare those). */
const plainId = /^[!-~]{1,64}$/;
const anyId = /^(?!\s)[^\p{Cc}\p{Cs}]+(?<!\s)$/u;
/** Texts may have line breaks; what a database cannot keep faithfully is refused. */
const unstorable = /\0|\p{Cs}/u;

/** An error about a command that cannot be understood; `path` is a JSON Pointer into it. */
export function malformed(path: string, requirement: string): ProcessingError {
  const where = path === "" ? "The command" : `${path} of the command`;
  return new ProcessingError("PROCESSING_MALFORMED_DOCUMENT", `${where} ${requirement}.`, { details: { path } });
}

function outOfRange(path: string, requirement: string): ProcessingError {
  return new ProcessingError("PROCESSING_AMOUNT_RANGE", `${path} of the command ${requirement}.`, {
    details: { path },
  });
}

/** Takes a value as an object with none but known keys. Keys with the value `undefined` count as absent. */
export function objectOf(value: unknown, path: string, known: ReadonlySet<string>): Unchecked {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed(path, "must be an object");
  for (const key of Object.keys(value)) {
    // The key is the caller's text: it is not repeated in the message, which may end up in a log.
    if (!known.has(key)) throw malformed(path, `has a key that is none of ${[...known].join(", ")}`);
  }
  return value as Unchecked;
}

/** Takes a value as an id of 1 to `maxLength` characters. */
export function idOf(value: unknown, path: string, maxLength = 64): string {
  if (typeof value !== "string") throw malformed(path, "must be a string");
  if (value.length > maxLength || !(plainId.test(value) || anyId.test(value))) {
    throw malformed(path, `must have 1 to ${maxLength} printable characters, no space first or last`);
  }
  return value;
}

/** Starts of ids that a node derives for what it records itself. */
const derived = /^(?:conflict|malformed|redrive|suspense):/;

/** Takes a value as the id of a command. */
export function commandIdOf(value: unknown): string {
  const id = idOf(value, "/id");
  if (derived.test(id)) throw malformed("/id", "must not begin like an id that nodes derive");
  return id;
}

/** Takes a value as text of at most `maxLength` characters. */
export function textOf(value: unknown, path: string, maxLength: number): string {
  if (typeof value !== "string") throw malformed(path, "must be a string");
  if (value.length > maxLength) throw malformed(path, `must have at most ${maxLength} characters`);
  if (unstorable.test(value)) throw malformed(path, "must have neither a NUL nor half of a surrogate pair");
  return value;
}

/** Takes a value as an amount above zero, in minor units. */
export function amountOf(value: unknown, path: string): bigint {
  if (typeof value !== "bigint") throw malformed(path, "must be a bigint: minor units");
  if (value <= 0n || value > maxInt64) throw outOfRange(path, "must be above 0 and fit into 64 bits");
  return value;
}

/** Takes a value as an amount of zero or more, in minor units. */
export function limitOf(value: unknown, path: string): bigint {
  if (typeof value !== "bigint") throw malformed(path, "must be a bigint: minor units");
  if (value < 0n || value > maxInt64) throw outOfRange(path, "must be 0 or more and fit into 64 bits");
  return value;
}

/** Takes a value as an amount other than zero, in minor units: a credit or a debit. */
export function signedAmountOf(value: unknown, path: string): bigint {
  if (typeof value !== "bigint") throw malformed(path, "must be a bigint: minor units");
  // The smallest integer is refused, so that every amount can be reversed.
  if (value === 0n || value > maxInt64 || value < -maxInt64) {
    throw outOfRange(path, "must not be 0 and must fit into 64 bits");
  }
  return value;
}

/** Takes a value as an integer of a range. */
export function integerOf(value: unknown, path: string, least: number, most: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw malformed(path, `must be an integer from ${least} to ${most}`);
  }
  return value;
}

/** Takes a value as a boolean. */
export function flagOf(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") throw malformed(path, "must be a boolean");
  return value;
}

/** Takes a value as one of some words. */
export function wordOf<Word extends string>(value: unknown, path: string, words: readonly Word[]): Word {
  if (!words.includes(value as Word)) throw malformed(path, `must be ${words.join(" or ")}`);
  return value as Word;
}

/** Takes a value as a list of 1 to `most` items. */
export function listOf(value: unknown, path: string, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > most) {
    throw malformed(path, `must be a list of 1 to ${most} items`);
  }
  return value;
}

const earliestMs = Date.UTC(1900, 0, 1);
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Takes a value as an instant of the years 1900 to 9999. The date is copied: a `Date` can be changed later. */
export function instantOf(value: unknown, path: string): Date {
  const ms = value instanceof Date ? value.getTime() : Number.NaN;
  if (!(ms >= earliestMs && ms <= latestMs)) throw malformed(path, "must be a Date of the years 1900 to 9999");
  return new Date(ms);
}
