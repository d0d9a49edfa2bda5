import type { NewOutboxEvent } from "@opora/core";
import type { GisStore } from "@opora/gis-sdk";

/** What the cases run against. */
export interface GisStoreSubject {
  readonly store: GisStore;
  /** The events that the store has appended for a key, in order. */
  readEvents(key: string): Promise<readonly NewOutboxEvent[]>;
}
