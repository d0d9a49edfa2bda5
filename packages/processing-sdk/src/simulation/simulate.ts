import { checkOptions } from "@opora/processing-sdk";
import { z } from "zod";
import { prepareWorlds, type WorldOptions, worldOptionsShape } from "./prepare-worlds.js";
import { judge } from "./run-schedule.js";
import { generateSchedule } from "./schedule/generate-schedule.js";
import { printSchedule } from "./schedule/print-schedule.js";
import { shrinkSchedule } from "./schedule/shrink-schedule.js";
import { everyFault, type Fault, type Schedule } from "./schedule/step.js";
import type { Violation } from "./verdict.js";

/** What to simulate. */
export interface SimulationOptions extends WorldOptions {
  /** Draws everything: a 32-bit integer. */
  readonly seed: number;
  /** How many schedules to run, 1 to 100,000,000. */
  readonly runs: number;
  /** The first schedule of the seed to run, from 0 on, so that several threads share the work. Default: 0. */
  readonly first?: number;
  /** Steps in each schedule, 1 to 1,000. Default: 60 to 80. */
  readonly steps?: number;
  /** Default: every fault. */
  readonly faults?: readonly Fault[];
  /** Whether to look for the shortest schedule that fails the same. Default: `shrink`. */
  readonly failures?: "shrink" | "as-found";
  readonly signal?: AbortSignal;
}

/** A schedule that broke an invariant. */
export interface SimulationFailure {
  readonly seed: number;
  /** Which schedule of the seed. `generateSchedule` draws it again. */
  readonly index: number;
  readonly violation: Violation;
  readonly schedule: Schedule;
  /** The shortest schedule found that breaks an invariant. */
  readonly shrunk: Schedule;
  /** What `shrunk` breaks. */
  readonly shrunkViolation: Violation;
}

/** What a simulation found. */
export interface SimulationReport {
  /** Schedules run. The first that breaks an invariant is the last one. */
  readonly runs: number;
  /** 0 or 1. */
  readonly violations: number;
  readonly firstFailure?: SimulationFailure;
}

const optionsSchema = z.strictObject({
  ...worldOptionsShape,
  seed: z.int32(),
  runs: z.int().min(1).max(100_000_000),
  first: z.int().min(0).optional(),
  steps: z.int().min(1).max(1_000).optional(),
  faults: z.array(z.enum(everyFault)).readonly().optional(),
  failures: z.enum(["shrink", "as-found"]).optional(),
  signal: z.instanceof(AbortSignal).optional(),
});

/**
 * Runs drawn schedules in a simulated system of one root and two children, over the real services with a store in memory, and
 * looks after every step whether all invariants hold. Ends at the first violation, with the shortest schedule that shows one.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`; the reason of the signal.
 * @example
 * ```ts
 * const report = await simulate({ seed: 1, runs: 1000, packetSize: 1 });
 * if (report.firstFailure) console.log(printFailure(report.firstFailure));
 * ```
 */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  checkOptions(optionsSchema, options, "simulate");
  const { seed, runs, first = 0, steps, faults = everyFault, failures = "shrink", signal, ...worldOptions } = options;
  const createWorld = await prepareWorlds(worldOptions);
  const fails = async (schedule: Schedule): Promise<boolean> =>
    (await judge(schedule, createWorld)).status === "violated";
  const drawn = { seed, faults, ...(steps !== undefined && { steps }) };
  for (let run = 0; run < runs; run += 1) {
    signal?.throwIfAborted();
    const index = first + run;
    const schedule = generateSchedule({ ...drawn, index });
    const verdict = await judge(schedule, createWorld);
    if (verdict.status === "held") continue;
    const shrunk = failures === "shrink" ? await shrinkSchedule(schedule, fails) : schedule;
    const shrunkVerdict = await judge(shrunk, createWorld);
    const { violation } = verdict;
    return {
      runs: run + 1,
      violations: 1,
      firstFailure: {
        seed,
        index,
        violation,
        schedule,
        shrunk,
        shrunkViolation: shrunkVerdict.status === "violated" ? shrunkVerdict.violation : violation,
      },
    };
  }
  return { runs, violations: 0 };
}

/**
 * Makes a failing schedule as short and as plain as it can be made while it breaks an invariant.
 *
 * @throws ProcessingError `PROCESSING_OPTIONS_INVALID`.
 */
export async function shrink(schedule: Schedule, options: WorldOptions = {}): Promise<Schedule> {
  const createWorld = await prepareWorlds(options);
  return shrinkSchedule(schedule, async (candidate) => (await judge(candidate, createWorld)).status === "violated");
}

/** Writes a failure for people: which schedule of which seed, what it breaks, and the shortest schedule as TypeScript. */
export function printFailure({ seed, index, violation, shrunk, shrunkViolation }: SimulationFailure): string {
  const tell = ({ invariant, step, message }: Violation): string => `${invariant} after step ${step}: ${message}`;
  return [
    `Schedule ${index} of seed ${seed} breaks ${tell(violation)}.`,
    `The shortest schedule found (${shrunk.length} steps) breaks ${tell(shrunkViolation)}:`,
    printSchedule(shrunk),
  ].join("\n");
}
