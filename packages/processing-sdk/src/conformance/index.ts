/**
 * What a store, an archive and a transport of the processing SDK must do, as runner-neutral cases.
 *
 * @example
 * ```ts
 * for (const { name, run } of storeCases) test(name, () => run({ store, transactions: "side by side" }));
 * ```
 * @packageDocumentation
 */
import type { ConformanceCase } from "@opora/core/conformance";
import { storeRangeCases } from "./store-range-cases.js";
import { storeReadCases } from "./store-read-cases.js";
import type { StoreSubject } from "./store-subject.js";
import { storeTransactionCases } from "./store-transaction-cases.js";
import { storeWriteCases } from "./store-write-cases.js";

export { type ArchiveSubject, archiveCases } from "./archive-cases.js";
export type { StoreSubject } from "./store-subject.js";
export { transportCases, transportIdentityCases } from "./transport-cases.js";
export type { TransportPlace, TransportSubject } from "./transport-subject.js";

/** What every `ProcessingStore` must do. The cases may share one store, which must not have seen them before. */
export const storeCases: readonly ConformanceCase<StoreSubject>[] = [
  ...storeReadCases,
  ...storeRangeCases,
  ...storeWriteCases,
  ...storeTransactionCases,
];
