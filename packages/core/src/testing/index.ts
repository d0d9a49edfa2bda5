/**
 * Deterministic stand-ins for the ports of `@opora/core`: a clock moved by hand, identifiers and randomness from a
 * seed, leases in memory.
 * @packageDocumentation
 */
export { createManualClock, type ManualClock } from "./manual-clock.js";
export { createMemoryLeaseStore } from "./memory-lease-store.js";
export { createSeededIds } from "./seeded-ids.js";
export { createSeededRandom, type SeededRandom } from "./seeded-random.js";
