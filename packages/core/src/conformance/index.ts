/**
 * Runner-neutral conformance cases: a port's kit is a list of them, run against whatever implements the port.
 *
 * @example
 * ```ts
 * for (const { name, run } of leaseStoreCases) test(name, () => run(createMyLeaseStore()));
 * ```
 * @packageDocumentation
 */
export type { ConformanceCase } from "./conformance-case.js";
export { expectRejection, expectThat } from "./expectations.js";
export { leaseStoreCases } from "./lease-store-cases.js";
