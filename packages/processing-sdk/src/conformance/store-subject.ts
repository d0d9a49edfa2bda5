import type { ProcessingStore } from "@opora/processing-sdk";

/** What the cases of a store run against. */
export interface StoreSubject {
  readonly store: ProcessingStore;
  /**
   * `in turn`: a transaction begins when the one before it has ended. `side by side`: several are under way, and a snapshot
   * neither waits for a writer nor hinders one.
   */
  readonly transactions: "in turn" | "side by side";
}
