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
