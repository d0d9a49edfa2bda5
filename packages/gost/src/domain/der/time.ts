import { GostError } from "../../errors.js";
import type { DerElement } from "./element.js";
import { invalidDer } from "./header.js";
import { derTag } from "./tag.js";
import { writeDer } from "./writer.js";

/** Reads a Time as certificates hold it: UTCTime or GeneralizedTime, in UTC, to the second (RFC 5280 §4.1.2.5). */
export function readTime(element: DerElement): Date {
  const { tag, content } = element;
  if (tag !== derTag.utcTime && tag !== derTag.generalizedTime) throw invalidDer(element.path, "it is not a time");
  const pairs = digitPairs(content);
  if (pairs?.length !== (tag === derTag.utcTime ? 6 : 7)) {
    throw invalidDer(element.path, "the time is not of the form YYMMDDhhmmssZ or YYYYMMDDhhmmssZ");
  }
  const [second = 0, minute = 0, hour = 0, day = 0, month = 0, year = 0, century] = pairs.reverse();
  const time = new Date(0);
  // RFC 5280 §4.1.2.5.1: two digits from 50 on mean 19YY.
  time.setUTCFullYear((century ?? (year < 50 ? 20 : 19)) * 100 + year, month - 1, day);
  time.setUTCHours(hour, minute, second);
  // A day that does not exist carries over into the next month.
  if (time.getUTCDate() !== day || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) {
    throw invalidDer(element.path, "there is no such time");
  }
  return time;
}

const digitZero = 0x30;
const letterZ = 0x5a;

/** The numbers of two digits before a final Z; `undefined` when there is anything else. */
function digitPairs(content: Uint8Array): number[] | undefined {
  if (content.length % 2 === 0 || content[content.length - 1] !== letterZ) return undefined;
  const pairs: number[] = [];
  for (let index = 0; index < content.length - 1; index += 2) {
    const tens = (content[index] ?? 0) - digitZero;
    const ones = (content[index + 1] ?? 0) - digitZero;
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return undefined;
    pairs.push(tens * 10 + ones);
  }
  return pairs;
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
