import type { Command } from "@opora/processing-sdk";
import type { Schedule, Step } from "./step.js";

/** Says whether a schedule still fails. */
export type Fails = (schedule: Schedule) => Promise<boolean>;

/** Most schedules that are tried. */
const attemptsMax = 3_000;

/**
 * Makes a failing schedule as short and as plain as it can be made while it still fails: leaves out runs of steps, longer
 * ones first, puts parts in the place of compound steps, makes numbers small, and begins anew until nothing helps.
 */
export async function shrinkSchedule(schedule: Schedule, fails: Fails): Promise<Schedule> {
  let attempts = 0;
  let shortest = schedule;
  const accept = async (candidate: Schedule): Promise<boolean> => {
    if (attempts >= attemptsMax) return false;
    attempts += 1;
    if (!(await fails(candidate))) return false;
    shortest = candidate;
    return true;
  };
  for (let hasChanged = true; hasChanged && attempts < attemptsMax; ) {
    hasChanged = await leaveOut(shortest, accept);
    hasChanged = (await makePlainer(shortest, accept)) || hasChanged;
  }
  return shortest;
}

async function leaveOut(schedule: Schedule, accept: Fails): Promise<boolean> {
  let current = schedule;
  for (let length = Math.max(1, current.length >> 1); length >= 1; length >>= 1) {
    for (let start = current.length - length; start >= 0; ) {
      const candidate = [...current.slice(0, start), ...current.slice(start + length)];
      if (await accept(candidate)) current = candidate;
      start = start === 0 ? -1 : Math.max(0, Math.min(start, current.length) - length);
    }
  }
  return current !== schedule;
}

async function makePlainer(schedule: Schedule, accept: Fails): Promise<boolean> {
  let current = schedule;
  for (let index = current.length - 1; index >= 0; index -= 1) {
    for (const steps of plainer(current[index] as Step)) {
      const candidate = [...current.slice(0, index), ...steps, ...current.slice(index + 1)];
      if (await accept(candidate)) {
        current = candidate;
        break;
      }
    }
  }
  return current !== schedule;
}

/** What may stand in the place of a step, the plainest first. */
function plainer(step: Step): readonly (readonly Step[])[] {
  switch (step.type) {
    case "crash":
    case "disconnect":
      return [
        [step.during],
        ...(step.call > 1 ? [[{ ...step, call: 1 }], [{ ...step, call: step.call - 1 }]] : []),
        ...plainer(step.during).flatMap((steps) =>
          steps.length === 1 ? [[{ ...step, during: steps[0] as Step }]] : [],
        ),
      ];
    case "together":
      return [step.steps, ...step.steps.map((_, index) => [{ ...step, steps: step.steps.toSpliced(index, 1) }])];
    case "life":
      return [[{ type: "execute", at: step.at, command: step.command }]];
    case "execute":
      return plainerCommands(step.command).map((command) => [{ ...step, command }]);
    case "request":
      return [[{ type: "execute", at: "root", command: step.command }]];
    case "rootWork":
      return [[{ type: "run", at: "root", duty: "settle" }], [{ type: "run", at: "root", duty: "archive" }]];
    case "deliver":
    case "repeat":
    case "lose":
      return step.pick > 0 ? [[{ ...step, pick: 0 }], [{ ...step, pick: step.pick - 1 }]] : [];
    case "elapse":
      return step.days > 1 ? [[{ ...step, days: step.days >> 1 }], [{ ...step, days: step.days - 1 }]] : [];
    default:
      return [];
  }
}

function plainerCommands(command: Command): readonly Command[] {
  switch (command.type) {
    case "topUp":
    case "transfer":
      return smaller(command.amount).map((amount) => ({ ...command, amount }));
    case "pay":
      return smaller(command.total).map((total) => ({ ...command, total }));
    default:
      return [];
  }
}

const smaller = (amount: bigint): readonly bigint[] => (amount > 1n ? [1n, amount / 2n, amount - 1n] : []);
