import type { JsonObject } from "@opora/core";
import { ProcessingError } from "../../errors.js";
import { maxInt64, minInt64 } from "../int64.js";

/** Most characters of an identifier: what a field of type `id` takes. */
export const idLengthMax = 128;

/** Most milliseconds from 1970 that a `Date` can tell. */
const instantMax = 8_640_000_000_000_000;

// NUL ends a text in some databases; a lone surrogate would be stored as another character.
const unstorable = /[\0\p{Surrogate}]/u;
const decimal = /^-?(?:0|[1-9]\d{0,18})$/;

/** A refusal of a message or of a document in it; the value itself is not told: it may be personal data. */
export function malformed(path: string, problem: string): ProcessingError {
  return new ProcessingError("PROCESSING_MALFORMED_DOCUMENT", `"${path}" of the message ${problem}.`, {
    details: { path },
  });
}

/** An object, and nothing else. */
export function readObject(value: unknown, path: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed(path, "is not an object");
  return value as JsonObject;
}

/** Refuses an object with fields that are not its own; those that it lacks are refused where they are read. */
export function checkFields(value: JsonObject, known: ReadonlySet<string>, path: string): void {
  for (const name in value) {
    if (!known.has(name)) throw malformed(path, "has a field that it must not have");
  }
}

/** A list of at most `max` items. */
export function readList(value: unknown, max: number, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(path, "is not a list");
  if (value.length > max) throw malformed(path, `has more than ${max} items`);
  return value;
}

/** A text of `min` to `max` UTF-16 units that a store can keep. */
export function readText(value: unknown, min: number, max: number, path: string): string {
  if (typeof value !== "string" || value.length < min || value.length > max) {
    throw malformed(path, `is not a text of ${min} to ${max} characters`);
  }
  if (unstorable.test(value)) throw malformed(path, "has a NUL character or a lone surrogate");
  return value;
}

/** An identifier of 1 to 128 characters. */
export function readId(value: unknown, path: string): string {
  return readText(value, 1, idLengthMax, path);
}

/** An identifier, or null. */
export function readIdOrNull(value: unknown, path: string): string | null {
  return value === null ? null : readId(value, path);
}

/** A signed 64-bit integer as a decimal string, without leading zeros. */
export function readInteger(value: unknown, path: string): bigint {
  if (typeof value !== "string" || !decimal.test(value)) throw malformed(path, "is not a decimal integer in a text");
  const integer = BigInt(value);
  if (integer < minInt64 || integer > maxInt64 || value === "-0") throw malformed(path, "does not fit into 64 bits");
  return integer;
}

/** A signed 64-bit integer of at least 0 as a decimal string. */
export function readCount(value: unknown, path: string): bigint {
  const integer = readInteger(value, path);
  if (integer < 0n) throw malformed(path, "is below 0");
  return integer;
}

/** A whole number from `min` to `max`. */
export function readNumber(value: unknown, min: number, max: number, path: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
    throw malformed(path, `is not a whole number from ${min} to ${max}`);
  }
  return value;
}

/** Milliseconds since 1970-01-01T00:00:00Z, within what a `Date` can tell. */
export function readInstant(value: unknown, path: string): number {
  return readNumber(value, -instantMax, instantMax, path);
}

/** True or false. */
export function readBoolean(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") throw malformed(path, "is neither true nor false");
  return value;
}

/** One of the texts that the keys of `choices` are. */
export function readChoice<Choice extends string>(
  value: unknown,
  choices: Readonly<Record<Choice, true>>,
  path: string,
): Choice {
  if (typeof value !== "string" || !Object.hasOwn(choices, value)) throw malformed(path, "is not one of its choices");
  return value as Choice;
}
