/**
 * A deterministic simulation of a root and its children: drawn schedules of movements, messages, crashes, wrong clocks and
 * restores over the real services, and a judge that looks after every step whether every kopeck is where it belongs.
 *
 * @packageDocumentation
 */
export type { WorldOptions } from "./prepare-worlds.js";
export {
  createScheduleRunner,
  type HistoryEntry,
  type RunSchedule,
  runSchedule,
  type ScheduleRun,
} from "./run-schedule.js";
export { type GenerateOptions, generateSchedule } from "./schedule/generate-schedule.js";
export { printSchedule, printStep } from "./schedule/print-schedule.js";
export {
  type ChildName,
  type Duty,
  everyFault,
  type Fault,
  type NodeName,
  type Schedule,
  type SimulatedExternal,
  type Step,
} from "./schedule/step.js";
export {
  printFailure,
  type SimulationFailure,
  type SimulationOptions,
  type SimulationReport,
  shrink,
  simulate,
} from "./simulate.js";
export { everyInvariant, type Invariant, type Verdict, type Violation } from "./verdict.js";
