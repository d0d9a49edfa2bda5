import type { ProcessingStore } from "@opora/processing-sdk";
import { CrashError, createCrashingStore } from "@opora/processing-sdk/testing";

/** The store of one life of a process, which may die and whose database may be away. */
export interface FaultyStore {
  readonly store: ProcessingStore;
  readonly hasCrashed: boolean;
  /** The process dies at the `call`-th use from now on. */
  crashAt(call: number): void;
  /** The database is away from the `call`-th use from now on, for `calls` of them. */
  disconnectAt(call: number, calls: number): void;
  /** Nothing more goes wrong. */
  calm(): void;
}

/** Puts the faults in front of a store. */
export function createFaultyStore(store: ProcessingStore): FaultyStore {
  let untilCrash = 0;
  let untilAway = 0;
  let untilBack = 0;
  const disconnecting = createCrashingStore(store, {
    fault: "connection-lost",
    crashAt() {
      if (untilBack === 0) return false;
      untilAway -= 1;
      untilBack -= 1;
      return untilAway <= 0;
    },
  });
  const crashing = createCrashingStore(disconnecting, {
    crashAt() {
      if (untilCrash === 0) return false;
      untilCrash -= 1;
      return untilCrash === 0;
    },
  });
  return {
    store: crashing,
    get hasCrashed() {
      return crashing.hasCrashed;
    },
    crashAt(call) {
      untilCrash = call;
    },
    disconnectAt(call, calls) {
      untilAway = call;
      untilBack = call + calls - 1;
    },
    calm() {
      untilCrash = 0;
      untilBack = 0;
    },
  };
}

/** Whether an error says that the process died. */
export function isCrash(error: unknown): boolean {
  return error instanceof CrashError || (error instanceof Error && error.cause instanceof CrashError);
}
