import { performance } from "node:perf_hooks";
import { type LoadFigures, latencyFigures } from "./latencies.js";

/** How much is asked of what is measured. */
export interface CallersOptions {
  /** How many callers there are; each waits for its answer before it calls again. */
  readonly callers: number;
  readonly durationMs: number;
}

/** Lets callers call for a time and measures each call to its answer. */
export async function measureCallers(
  call: () => Promise<unknown>,
  { callers, durationMs }: CallersOptions,
): Promise<LoadFigures> {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + durationMs;
  const caller = async (): Promise<void> => {
    for (let before = performance.now(); before < end; ) {
      await call();
      const after = performance.now();
      latencies.push(after - before);
      before = after;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return latencyFigures(latencies, performance.now() - start);
}
