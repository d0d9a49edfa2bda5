import { CoreError } from "../errors.js";

/**
 * Refuses keys that are no option: a misspelt one would otherwise be ignored in silence.
 * @throws {@link CoreError} `CORE_OPTIONS_INVALID`.
 */
export function refuseUnknownKeys(options: object, known: readonly string[]): void {
  const unknownKey = Object.keys(options).find((key) => !known.includes(key));
  if (unknownKey !== undefined) throw invalidOption(unknownKey, `is none of the options ${known.join(", ")}`);
}

/** An error about one option: `path` names it, `requirement` goes on from there. */
export function invalidOption(path: string, requirement: string): CoreError {
  return new CoreError("CORE_OPTIONS_INVALID", `${path} ${requirement}.`, { details: { path } });
}
