import type { z } from "zod";
import { ProcessingError } from "./errors.js";

/**
 * Refuses options that break their schema, unknown keys included.
 *
 * @internal For the adapters of this package.
 * @throws {@link ProcessingError} `PROCESSING_OPTIONS_INVALID` with the path of the first key that is wrong.
 */
export function checkOptions(schema: z.ZodType, options: unknown, subject: string): void {
  const checked = schema.safeParse(options);
  if (checked.success) return;
  const [issue] = checked.error.issues;
  const path = pathOf(issue);
  const place = path === "" ? "Options" : `Option "${path}"`;
  throw new ProcessingError("PROCESSING_OPTIONS_INVALID", `${place} of ${subject}: ${issue?.message ?? "wrong"}.`, {
    details: { path },
  });
}

/** Where an issue is; of an unknown key, the key. */
function pathOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return "";
  const [unknownKey] = issue.code === "unrecognized_keys" ? issue.keys : [];
  return [...issue.path, ...(unknownKey === undefined ? [] : [unknownKey])].join(".");
}
