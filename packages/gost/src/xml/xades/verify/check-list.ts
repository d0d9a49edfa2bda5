import { GostError } from "@opora/gost";
import type { XadesCheck, XadesCheckName, XadesFailure, XadesFinding } from "./report.js";

/** Names and identifiers of a document go into messages; an attacker must not make a report as long as a document. */
const messageLengthMax = 300;

/** Thrown inside a check that fails; becomes an entry of the report. */
export class CheckFailure extends Error {
  readonly failure: XadesFailure;

  constructor(failure: XadesFailure, message: string) {
    super(message.length > messageLengthMax ? `${message.slice(0, messageLengthMax)}…` : message);
    this.failure = failure;
  }
}

/** Runs checks in order and keeps what became of each. */
export interface CheckList {
  readonly checks: readonly XadesCheck[];
  /**
   * Runs a check; gives what it returns, or `undefined` when it failed.
   *
   * @param unreadable - how an error of this package within the check is reported.
   */
  run<T>(name: XadesCheckName, unreadable: XadesFailure, check: () => T): T | undefined;
  /** Notes a check that was made elsewhere. */
  add(name: XadesCheckName, finding: XadesFinding): void;
}

export function createCheckList(): CheckList {
  const checks: XadesCheck[] = [];
  function add(name: XadesCheckName, finding: XadesFinding): void {
    checks.push({ name, ...(finding === undefined ? { passed: true } : { passed: false, ...finding }) });
  }
  return {
    checks,
    add,
    run(name, unreadable, check) {
      try {
        const result = check();
        add(name, undefined);
        return result;
      } catch (error) {
        add(name, findingOf(error, unreadable));
        return undefined;
      }
    },
  };
}

/** Input that cannot be read fails its check; anything else is a fault of the program or of its caller and must show. */
function findingOf(error: unknown, unreadable: XadesFailure): XadesFinding {
  if (error instanceof CheckFailure) return { failure: error.failure, message: error.message };
  if (!GostError.is(error) || error.code === "GOST_OPTIONS_INVALID") throw error;
  const failure = error.code === "GOST_LIMIT_EXCEEDED" ? "limit-exceeded" : unreadable;
  return { failure, message: error.message };
}
