import { prepareWorlds, type WorldFactory, type WorldOptions } from "./prepare-worlds.js";
import type { Schedule, Step } from "./schedule/step.js";
import type { Breach, Verdict } from "./verdict.js";

/** A step, what came of it, and what the nodes showed then. */
export interface HistoryEntry {
  readonly step: Step;
  readonly outcome: string;
  readonly shown: string;
}

/** What happened in a schedule. */
export interface ScheduleRun {
  /** Up to the step that broke an invariant. */
  readonly history: readonly HistoryEntry[];
  readonly verdict: Verdict;
}

/** Runs one schedule, in a world of its own. */
export type RunSchedule = (schedule: Schedule) => Promise<ScheduleRun>;

/**
 * Prepares to run any number of schedules. The same schedule runs the same way every time.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const run = await createScheduleRunner({ packetSize: 1 });
 * const { history, verdict } = await run(generateSchedule({ seed: 1, index: 7 }));
 * ```
 */
export async function createScheduleRunner(options: WorldOptions = {}): Promise<RunSchedule> {
  const createWorld = await prepareWorlds(options);
  return async (schedule) => {
    const history: HistoryEntry[] = [];
    const verdict = await judge(schedule, createWorld, (entry) => history.push(entry));
    return { history, verdict };
  };
}

/**
 * Runs a schedule and tells what happened.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`.
 */
export async function runSchedule(schedule: Schedule, options: WorldOptions = {}): Promise<ScheduleRun> {
  const run = await createScheduleRunner(options);
  return run(schedule);
}

/** Runs a schedule without writing down what happens. */
export async function judge(
  schedule: Schedule,
  createWorld: WorldFactory,
  note?: (entry: HistoryEntry) => void,
): Promise<Verdict> {
  const world = await createWorld();
  for (const [index, step] of schedule.entries()) {
    const outcome = await world.apply(step);
    note?.({ step, outcome, shown: world.describe() });
    const found = world.check();
    if (found !== undefined) return violated(found, index);
  }
  const found = await world.finish();
  return found === undefined ? { status: "held" } : violated(found, schedule.length);
}

const violated = ({ invariant, message }: Breach, step: number): Verdict => ({
  status: "violated",
  violation: { invariant, step, message },
});
