/**
 * Deterministic stand-ins for the ports of `@opora/core`: a clock moved by hand, identifiers and randomness from a seed.
 * @packageDocumentation
 */
export { createManualClock, type ManualClock } from "./manual-clock.js";
export { createSeededIds } from "./seeded-ids.js";
export { createSeededRandom, type SeededRandom } from "./seeded-random.js";
