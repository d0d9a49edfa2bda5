import { invalidOption } from "./errors.js";

/** Refuses keys that are not options: a misspelt option must not be ignored. */
export function refuseUnknownKeys(name: string, options: object, known: readonly string[]): void {
  const unknownKey = Object.keys(options).find((key) => !known.includes(key));
  if (unknownKey !== undefined) throw invalidOption(unknownKey, `is not an option of ${name}`);
}

/** Checks that a numeric option is an integer within its limits. */
export function checkInteger(
  path: string,
  value: number,
  limits: { readonly min: number; readonly max: number },
): void {
  if (!Number.isSafeInteger(value) || value < limits.min || value > limits.max) {
    throw invalidOption(path, `must be an integer from ${limits.min} to ${limits.max}`);
  }
}
