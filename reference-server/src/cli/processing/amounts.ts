import { InvalidArgumentError } from "commander";

/** Reads an amount in minor units (kopecks, tiyn): a whole number. */
export function minorUnits(text: string): bigint {
  if (!/^-?\d{1,19}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of minor units.");
  return BigInt(text);
}

/** Reads a number of things. */
export function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

/** Reads an instant: ISO 8601 with an offset. */
export function instant(text: string): Date {
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const date = new Date(text);
  if (!isWhole || Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError("It must be a time with an offset: 2026-01-15T10:00:00+03:00.");
  }
  return date;
}
