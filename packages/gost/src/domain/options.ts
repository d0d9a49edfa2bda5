import { GostError } from "../errors.js";
import { isBytes } from "./bytes.js";

/**
 * Refuses option names that do not exist: a misspelt option must not be an option that is silently off.
 * @internal
 */
export function refuseUnknownOptions(options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) throw invalidOption("options", "must be an object");
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw invalidOption(name, `does not exist; the options are ${known.join(", ")}`);
  }
}

/**
 * Checks an integer option within its bounds, or takes the default.
 * @internal
 */
export function integerOption(
  name: string,
  value: number | undefined,
  bounds: { readonly from: number; readonly to: number; readonly otherwise: number },
): number {
  const chosen = value ?? bounds.otherwise;
  if (Number.isSafeInteger(chosen) && chosen >= bounds.from && chosen <= bounds.to) return chosen;
  throw invalidOption(name, `must be an integer from ${bounds.from} to ${bounds.to}`);
}

/**
 * Checks an option of a closed set of texts, or takes the default.
 * @internal
 */
export function choiceOption<const Choice extends string>(
  name: string,
  value: Choice | undefined,
  { choices, otherwise }: { readonly choices: readonly Choice[]; readonly otherwise: NoInfer<Choice> },
): Choice {
  const chosen = value ?? otherwise;
  if (choices.includes(chosen)) return chosen;
  throw invalidOption(name, `must be one of ${choices.join(", ")}`);
}

/**
 * Checks that an option is a list.
 * @internal
 */
export function arrayOption<T>(name: string, value: readonly T[]): readonly T[] {
  if (Array.isArray(value)) return value;
  throw invalidOption(name, "must be an array");
}

/**
 * Checks that an option is a date, and one that exists.
 * @internal
 */
export function dateOption(name: string, value: Date): Date {
  if (Object.prototype.toString.call(value) === "[object Date]" && !Number.isNaN(value.getTime())) return value;
  throw invalidOption(name, "must be a date");
}

/**
 * Checks that an option is bytes: without types, a text would be hashed as nothing, and wider numbers cut down to bytes.
 * @internal
 */
export function bytesOption(name: string, value: Uint8Array): Uint8Array {
  if (isBytes(value)) return value;
  throw invalidOption(name, "must be a Uint8Array");
}

/**
 * The error for the option `name`.
 * @internal
 */
export function invalidOption(name: string, problem: string): GostError {
  return new GostError("GOST_OPTIONS_INVALID", `Option ${name} ${problem}.`, { details: { path: name } });
}
