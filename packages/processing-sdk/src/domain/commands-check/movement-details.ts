import type { MovementDetails } from "../commands.js";
import type { Writable } from "../writable.js";
import { idOf, instantOf, malformed, textOf, type Unchecked } from "./fields.js";

/** Keys of {@link MovementDetails}. */
export const detailKeys = ["occurredAt", "contra", "meta"] as const;

const maxMetaEntries = 32;
const maxMetaBytes = 4096;

/** Copies what every movement may carry from the unchecked command to the checked one. */
export function takeDetails(from: Unchecked, to: Writable<MovementDetails>): void {
  if (from["occurredAt"] !== undefined) to.occurredAt = instantOf(from["occurredAt"], "/occurredAt");
  if (from["contra"] !== undefined) to.contra = idOf(from["contra"], "/contra");
  if (from["meta"] !== undefined) to.meta = metaOf(from["meta"]);
}

function metaOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw malformed("/meta", "must be an object");
  const entries = Object.entries(value);
  if (entries.length > maxMetaEntries) throw malformed("/meta", `must have at most ${maxMetaEntries} entries`);
  let bytes = 0;
  for (const [key, text] of entries) {
    // Neither the name nor the value of an entry goes into an error: both may be personal data.
    idOf(key, "/meta");
    bytes += Buffer.byteLength(key) + Buffer.byteLength(textOf(text, "/meta", maxMetaBytes));
  }
  if (bytes > maxMetaBytes) throw malformed("/meta", `must have at most ${maxMetaBytes} bytes in all`);
  // From entries, not by assignment: "__proto__" is a name like any other.
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}
