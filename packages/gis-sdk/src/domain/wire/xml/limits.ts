import { GisError } from "../../../errors.js";

/**
 * Limits as given, with defaults for the rest.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` for a limit that does not exist or is no positive integer.
 */
export function resolveLimits<Limits extends Readonly<Record<string, number>>>(
  given: Partial<Limits>,
  defaults: Limits,
): Limits {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, name)) {
      throw new GisError("GIS_OPTIONS_INVALID", `There is no limit ${name}`, { details: { option: name } });
    }
    if (!(Number.isSafeInteger(value) && Number(value) > 0)) {
      throw new GisError("GIS_OPTIONS_INVALID", `${name} must be a positive integer`, { details: { option: name } });
    }
  }
  return { ...defaults, ...given };
}
