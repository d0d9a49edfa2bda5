/**
 * What a store of the GIS SDK must do, as runner-neutral cases.
 *
 * @example
 * ```ts
 * for (const storeCase of gisStoreCases) test(storeCase.name, () => storeCase.run({ store, readEvents }));
 * ```
 * @packageDocumentation
 */
import type { ConformanceCase } from "@opora/core/conformance";
import { claimCases } from "./claim-cases.js";
import { commitCases } from "./commit-cases.js";
import { queryCases } from "./query-cases.js";
import type { GisStoreSubject } from "./store-subject.js";
import { taskCases } from "./task-cases.js";

export type { GisStoreSubject } from "./store-subject.js";

/**
 * What every `GisStore` must do. The cases may share one store, since each has tasks and organisations of its own; a
 * store that keeps its content must not have seen them before.
 */
export const gisStoreCases: readonly ConformanceCase<GisStoreSubject>[] = [
  ...taskCases,
  ...claimCases,
  ...commitCases,
  ...queryCases,
];
