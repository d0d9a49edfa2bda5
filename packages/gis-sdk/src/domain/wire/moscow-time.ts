import { GisError } from "../../errors.js";

const moscowOffsetMs = 3 * 60 * 60 * 1000;

/**
 * An instant as `xs:dateTime` at the offset `+03:00`, which ГИС ЖКХ itself writes.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` for an invalid date or one outside the years 1 to 9999.
 */
export function formatMoscowTime(instant: Date): string {
  const shifted = new Date(instant.getTime() + moscowOffsetMs);
  const year = shifted.getUTCFullYear();
  if (!(year >= 1 && year <= 9999))
    throw new GisError("GIS_OPTIONS_INVALID", "The date of a message must be a valid date");
  return `${shifted.toISOString().slice(0, -1)}+03:00`;
}
