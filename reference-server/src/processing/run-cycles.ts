import { setTimeout as delay } from "node:timers/promises";
import { backoffDelayMs, OporaError, systemRandom } from "@opora/core";
import type { Cycle } from "@opora/processing-sdk";

/** What to tell of the runs. */
export interface CycleObserver {
  readonly onFailure: (cycle: string, error: OporaError) => void;
}

const failureDelayMsMax = 60_000;

/**
 * Runs the periodic duties of a node until the signal: each in its own period, and later after a failure, up to a minute.
 * Resolves when the last run is over.
 */
export async function runCycles(cycles: readonly Cycle[], signal: AbortSignal, observer: CycleObserver): Promise<void> {
  await Promise.all(cycles.map((cycle) => repeat(cycle, signal, observer)));
}

async function repeat(cycle: Cycle, signal: AbortSignal, { onFailure }: CycleObserver): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await cycle.run({ signal });
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (!OporaError.is(error)) throw error;
      failures += 1;
      onFailure(cycle.name, error);
    }
    await delay(delayMs(cycle, failures), undefined, { signal }).catch(() => undefined);
  }
}

/** The spread keeps the children of one root from coming all at once. */
function delayMs({ periodMs }: Cycle, failures: number): number {
  if (failures === 0) return Math.round(periodMs * (0.9 + (0.2 * (systemRandom.bytes(1)[0] ?? 0)) / 255));
  const maxMs = Math.max(periodMs, failureDelayMsMax);
  return backoffDelayMs({ attempt: failures, baseMs: periodMs, maxMs, jitter: "full", random: systemRandom });
}
