import { setTimeout as delay } from "node:timers/promises";
import { ProcessingError } from "@opora/processing-sdk";
import { carryOut, type MovementLedger, movementOfId, testMovement } from "./test-movements.js";

/** How a ledger is loaded. */
export interface LoadOptions {
  /** Names the movements of this load; another life takes another one. */
  readonly source: string;
  readonly callers: number;
  /** How many movements at most, beside the repeated ones. Default: until it is stopped. */
  readonly movements?: number;
  /** Ids whose outcome is not known from an earlier life: they come first, once more. */
  readonly repeat: readonly string[];
  /** Told before a movement is asked for, and when its result is durable. */
  readonly report: (event: "tried" | "acknowledged", id: string) => void;
}

/** A load under way. */
export interface RunningLoad {
  /** Begins no further movements; resolves when those under way have their results. */
  stop(): Promise<void>;
  /** Resolves when the load has stopped; rejects when a movement failed for good. */
  readonly ended: Promise<void>;
}

/** Moves money with several callers at once until it is stopped. What fails for the moment is repeated with the same id. */
export function loadLedger(
  ledger: MovementLedger,
  { source, callers, movements = Number.POSITIVE_INFINITY, repeat, report }: LoadOptions,
): RunningLoad {
  let isStopping = false;
  let number = 0;
  const waiting = [...repeat];
  const next = (): string | undefined => {
    const repeated = waiting.shift();
    if (repeated !== undefined) return repeated;
    if (isStopping || number >= movements) return undefined;
    number += 1;
    return testMovement(source, number).id;
  };
  const caller = async (): Promise<void> => {
    for (let id = next(); id !== undefined; id = next()) {
      const movement = movementOfId(id);
      report("tried", id);
      await untilDone(() => carryOut(ledger, movement));
      report("acknowledged", id);
    }
  };
  const ended = Promise.all(Array.from({ length: callers }, caller)).then(() => undefined);
  return {
    ended,
    stop() {
      isStopping = true;
      return ended;
    },
  };
}

/** Repeats work while its error says that this may help. */
export async function untilDone<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!ProcessingError.is(error) || !error.retryable) throw error;
      await delay(20);
    }
  }
}
