/** A countable limit of work: searches stop by steps, never by time, so that every run decides alike. */
export interface StepBudget {
  /** Steps that may still be taken. */
  stepsLeft: number;
  /** Whether a step was refused. */
  isExceeded: boolean;
}

/** Creates a budget of `stepsMax` steps. */
export function createStepBudget(stepsMax: number): StepBudget {
  return { stepsLeft: stepsMax, isExceeded: false };
}

/** Takes one step; false when none is left. */
export function takeStep(budget: StepBudget): boolean {
  if (budget.stepsLeft === 0) budget.isExceeded = true;
  else budget.stepsLeft -= 1;
  return !budget.isExceeded;
}
