import type { z } from "zod";
import { GisError } from "../errors.js";

/**
 * Refuses options that break their schema, unknown keys included.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` with the path of the first key that is wrong.
 */
export function checkOptions(schema: z.ZodType, options: unknown, subject: string): void {
  const checked = schema.safeParse(options);
  if (checked.success) return;
  const [issue] = checked.error.issues;
  const path = issue?.path.join(".") ?? "";
  const place = path === "" ? "Options" : `Option "${path}"`;
  throw new GisError("GIS_OPTIONS_INVALID", `${place} of ${subject}: ${issue?.message ?? "wrong"}.`, {
    details: { path },
  });
}
