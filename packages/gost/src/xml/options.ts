import { GostError } from "@opora/gost";

/** Refuses option names that do not exist: a misspelt option must not be an option that is silently off. */
export function refuseUnknownOptions(options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new GostError("GOST_OPTIONS_INVALID", `There is no option ${name}; the options are ${known.join(", ")}.`, {
      details: { path: name },
    });
  }
}
