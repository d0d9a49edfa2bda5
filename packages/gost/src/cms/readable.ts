import { GostError } from "@opora/gost";

/** What `parse` makes of the bytes; nothing when it cannot read them. */
export function readable<T>(bytes: Uint8Array, parse: (bytes: Uint8Array) => T): readonly T[] {
  try {
    return [parse(bytes)];
  } catch (error) {
    if (GostError.is(error)) return [];
    throw error;
  }
}
