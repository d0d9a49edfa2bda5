import type { Ids } from "@opora/core";
import { createSeededRandom } from "./seeded-random.js";

/** Creates reproducible UUIDs (version 4 in form) from a 32-bit seed. */
export function createSeededIds(seed: number): Ids {
  const random = createSeededRandom(seed);
  return {
    uuid() {
      const hex = Buffer.from(random.bytes(16)).toString("hex");
      const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}
