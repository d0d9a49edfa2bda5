import { GostError } from "../../errors.js";
import type { DerElement } from "./element.js";
import { invalidDer } from "./header.js";
import { derTag } from "./tag.js";
import { writeDer } from "./writer.js";

const timeForm = /^(\d{2,4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;

/** Reads a Time as certificates hold it: UTCTime or GeneralizedTime, in UTC, to the second (RFC 5280 §4.1.2.5). */
export function readTime(element: DerElement): Date {
  const { tag, content, path } = element;
  if (tag !== derTag.utcTime && tag !== derTag.generalizedTime) throw invalidDer(path, "it is not a time");
  const text = String.fromCharCode(...content.subarray(0, 20));
  const yearDigits = tag === derTag.utcTime ? 2 : 4;
  const parts = text.length === content.length && text.length === yearDigits + 11 ? timeForm.exec(text) : null;
  if (parts === null) throw invalidDer(path, "the time is not of the form YYMMDDhhmmssZ or YYYYMMDDhhmmssZ");
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const time = new Date(0);
  // RFC 5280 §4.1.2.5.1: two digits from 50 on mean 19YY.
  time.setUTCFullYear(yearDigits === 4 ? year : year < 50 ? 2000 + year : 1900 + year, month - 1, day);
  time.setUTCHours(hour, minute, second);
  // A field out of range carries over into the next one: the written form then differs from the one read.
  if (formatTime(time, yearDigits) !== text) throw invalidDer(path, "there is no such time");
  return time;
}

/**
 * Encodes a Time: UTCTime until the end of 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5). Milliseconds are cut.
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID` for an invalid date or a year outside 1950 … 9999.
 */
export function writeTime(time: Date): Uint8Array {
  const year = time.getUTCFullYear();
  if (!(year >= 1950 && year <= 9999)) {
    throw new GostError("GOST_ASN1_INVALID", "A time in a certificate or a signature lies in 1950 … 9999.");
  }
  const [tag, digits] = year < 2050 ? ([derTag.utcTime, 2] as const) : ([derTag.generalizedTime, 4] as const);
  return writeDer(tag, new TextEncoder().encode(formatTime(time, digits)));
}

function formatTime(time: Date, yearDigits: 2 | 4): string {
  const [date = "", clock = ""] = time.toISOString().split("T");
  return `${date.replaceAll("-", "").slice(4 - yearDigits)}${clock.slice(0, 8).replaceAll(":", "")}Z`;
}
