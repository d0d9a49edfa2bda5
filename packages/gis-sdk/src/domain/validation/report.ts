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
  report(code: ViolationCode, place: Place, expected?: string): void;
  readonly violations: readonly Violation[];
  /** Whether any of them, kept or not, was an error. */
  hasError(): boolean;
  /** Whether there were more violations than are kept. */
  isTruncated(): boolean;
}

/** A reporter that keeps the first `max` violations. */
export function createReporter(max: number): Reporter {
  const violations: Violation[] = [];
  let truncated = false;
  let hasError = false;
  return {
    violations,
    report(code, place, expected) {
      hasError ||= wordings[code].severity === "error";
      if (violations.length < max) violations.push(violation(code, place, expected));
      else truncated = true;
    },
    hasError: () => hasError,
    isTruncated: () => truncated,
  };
}
