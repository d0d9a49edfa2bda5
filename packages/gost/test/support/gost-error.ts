import type { GostErrorCode } from "@opora/gost";
import { expect } from "vitest";

/** Matches a `GostError` of one code, for `toThrow` and `rejects`. */
export function gostError(code: GostErrorCode): unknown {
  return expect.objectContaining({ name: "GostError", code });
}
