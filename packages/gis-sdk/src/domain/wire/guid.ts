import { GisError } from "../../errors.js";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const normalGuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text has the form of `GUIDType`, in either letter case. */
export function isGuid(text: string): boolean {
  return guid.test(text);
}

/**
 * A GUID as it is compared and stored: without white space around it, in lower case. ГИС ЖКХ and its clients write both
 * cases and wrap lines. A text that is no GUID is treated in the same way.
 */
export function normalizeGuid(text: string): string {
  return text.trim().toLowerCase();
}

/** The GUID that a text is, normalised; `undefined` if it is none. */
export function parseGuid(text: string): string | undefined {
  if (normalGuid.test(text)) return text;
  const normal = normalizeGuid(text);
  return normalGuid.test(normal) ? normal : undefined;
}

/**
 * Checks a GUID that is about to be written.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID`; `details.option` is `name`.
 */
export function checkGuid(name: string, text: string): string {
  if (typeof text === "string" && isGuid(text)) return text;
  throw new GisError("GIS_OPTIONS_INVALID", `${name} must be a GUID: 8-4-4-4-12 hexadecimal digits`, {
    details: { option: name },
  });
}
