/**
 * For tests and demonstrations: a store in memory, a stand-in of ГИС ЖКХ over real HTTP, fault injection.
 *
 * @packageDocumentation
 */
export { createMemoryGisStore, type MemoryGisStore } from "./memory-gis-store.js";
