import { GisError } from "../../errors.js";

/**
 * Refuses options that are no object or hold a key that is not known.
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` with the path of the key.
 */
export function checkOptionKeys(options: unknown, path: string, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) throw invalidOption(path, "must be an object");
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw invalidOption(`${path}.${key}`, `is not an option; there are ${known.join(", ")}`);
  }
}

/**
 * Returns an integer option or its default.
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` outside of the limits.
 */
export function integerOption(
  value: number | undefined,
  path: string,
  { min, max, otherwise }: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  if (value === undefined) return otherwise;
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalidOption(path, `must be an integer from ${min} to ${max}`);
}

/**
 * Returns an option of a closed set or its default.
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` for anything else.
 */
export function choiceOption<const Choice extends string>(
  value: Choice | undefined,
  path: string,
  { choices, otherwise }: { readonly choices: readonly Choice[]; readonly otherwise: NoInfer<Choice> },
): Choice {
  if (value === undefined) return otherwise;
  if (choices.includes(value)) return value;
  throw invalidOption(path, `must be one of ${choices.join(", ")}`);
}

/** The error for one option. */
export function invalidOption(path: string, rule: string): GisError {
  return new GisError("GIS_OPTIONS_INVALID", `The option ${path} ${rule}.`, { details: { path } });
}
