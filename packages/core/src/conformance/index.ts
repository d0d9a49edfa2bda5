/**
 * Runner-neutral conformance cases: a port's kit is a list of them, run against whatever implements the port.
 *
 * @example
 * ```ts
 * for (const conformanceCase of cases) test(conformanceCase.name, () => conformanceCase.run(subject));
 * ```
 * @packageDocumentation
 */

/** One requirement of a port. */
export interface ConformanceCase<Subject> {
  /** A sentence about behaviour. */
  readonly name: string;
  /** Resolves when `subject` meets the requirement; rejects with an explanation when it does not. */
  run(subject: Subject): Promise<void>;
}

export { expectRejection, expectThat } from "./expectations.js";
