/** A countable limit of work: searches stop by steps, never by time, so that every run decides alike. */
export interface StepBudget {
  /** Takes one step; false when none is left. */
  take(): boolean;
  /** Whether a step was refused. */
  readonly isExceeded: boolean;
}

/** Creates a budget of `stepsMax` steps. */
export function createStepBudget(stepsMax: number): StepBudget {
  let left = stepsMax;
  let isExceeded = false;
  return {
    take() {
      if (left === 0) isExceeded = true;
      else left -= 1;
      return !isExceeded;
    },
    get isExceeded() {
      return isExceeded;
    },
  };
}
