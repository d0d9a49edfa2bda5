/**
 * For tests, simulations and demonstrations: a store in memory, and a store that fails at a chosen call.
 *
 * @packageDocumentation
 */
export {
  CrashError,
  type CrashingStore,
  type CrashingStoreOptions,
  type CrashPoint,
  createCrashingStore,
} from "./crashing-store.js";
export {
  createFaultyTransport,
  type FaultyTransport,
  type FaultyTransportOptions,
  type MessageDirection,
  type MessageFate,
  type MessageOnItsWay,
} from "./faulty-transport.js";
export { createMemoryArchive, type MemoryArchive } from "./memory-archive.js";
export {
  createMemoryStore,
  type MemoryStore,
  type MemoryStoreOptions,
  type StoreDump,
} from "./memory-store/create-memory-store.js";
