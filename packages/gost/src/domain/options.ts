import { GostError } from "../errors.js";

/** Refuses option names that do not exist: a misspelt option must not be an option that is silently off. */
export function refuseUnknownOptions(options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw invalidOption(name, `does not exist; the options are ${known.join(", ")}`);
  }
}

/** Checks an integer option within its bounds, or takes the default. */
export function integerOption(
  name: string,
  value: number | undefined,
  bounds: { readonly from: number; readonly to: number; readonly otherwise: number },
): number {
  const chosen = value ?? bounds.otherwise;
  if (Number.isSafeInteger(chosen) && chosen >= bounds.from && chosen <= bounds.to) return chosen;
  throw invalidOption(name, `must be an integer from ${bounds.from} to ${bounds.to}`);
}

/** The error for the option `name`. */
export function invalidOption(name: string, problem: string): GostError {
  return new GostError("GOST_OPTIONS_INVALID", `Option ${name} ${problem}.`, { details: { path: name } });
}
