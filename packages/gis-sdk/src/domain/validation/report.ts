import { wordings } from "./messages.js";
import type { Violation, ViolationCode } from "./violation.js";

/** Where a violation is. */
export interface Place {
  readonly path: string;
  readonly line?: number | undefined;
}

/** Makes a violation with its wording. `expected` is what the schema or the rule wants, never the value that is there. */
export function violation(code: ViolationCode, { path, line }: Place, expected = ""): Violation {
  const { severity, message } = wordings[code];
  return { code, severity, path, ...(line !== undefined && { line }), message: message(expected) };
}

/** Collects violations, up to a number. */
export interface Reporter {
  /** Throws {@link TooManyViolations} when there is no room left: a message as broken as that need not be read on. */
  report(code: ViolationCode, place: Place, expected?: string): void;
  readonly violations: readonly Violation[];
}

/** There are more violations than are to be collected. */
export class TooManyViolations extends Error {}

/** A reporter that takes `max` violations. */
export function createReporter(max: number): Reporter {
  const violations: Violation[] = [];
  return {
    violations,
    report(code, place, expected) {
      if (violations.length >= max) throw new TooManyViolations();
      violations.push(violation(code, place, expected));
    },
  };
}
