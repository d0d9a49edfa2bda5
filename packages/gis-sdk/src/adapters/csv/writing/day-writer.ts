import { createDayTexts } from "../../../domain/reconciliation/day-texts.js";
import { putBytes } from "../byte-writer.js";

/** Writes a day, given in days since 1970-01-01, as `YYYY-MM-DD` at `at`, and returns the position behind. */
export type PutDay = (bytes: Uint8Array, at: number, day: number) => number;

/** Creates a writer that remembers the bytes of each day. */
export function createDayWriter(): PutDay {
  const dayText = createDayTexts();
  const known = new Map<number, Uint8Array>();
  const utf8 = new TextEncoder();
  return (bytes, at, day) => {
    let text = known.get(day);
    if (text === undefined) {
      text = utf8.encode(dayText(day));
      known.set(day, text);
    }
    return putBytes(bytes, at, text, 0, text.length);
  };
}
