import { z } from "zod";
import { checkOptions } from "../check-options.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { pageCountSchema, toPagedRun } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { addRequest } from "./add-request.js";
import { addRequestLines } from "./add-request-lines.js";
import type { OfflineRequests, OfflineRequestsOptions } from "./offline-requests.js";
import { listRequestFailures, reprocessRequest } from "./request-failures.js";
import { createRequestRuns } from "./run-requests.js";

const pageSizeMax = 1000;

const optionsSchema = z.strictObject({
  storage: z.custom<NodeStorage>(),
  context: z.custom<LedgerContext>(),
  archive: z.custom<ProcessingArchive>().optional(),
  pageSize: z.number().int().min(1).max(pageSizeMax).optional(),
  maxPages: pageCountSchema.optional(),
});

/** Opens the requests of a root. */
export function createOfflineRequests(options: OfflineRequestsOptions): OfflineRequests {
  checkOptions(optionsSchema, options, "createOfflineRequests");
  const { storage, context, archive, pageSize = pageSizeMax, maxPages = 20 } = options;
  const runRequests = createRequestRuns({ storage, context, archive });
  return {
    addRequest: (request, portOptions) => addRequest(storage, context, request, portOptions),
    addRequestLines: (requestId, lines, portOptions) =>
      addRequestLines(storage, context, requestId, lines, portOptions),
    run: (pages = {}) => runRequests(toPagedRun(pages, { pageSize, maxPages, pageSizeMax }, "OfflineRequests.run")),
    failures: (query = {}, portOptions) => listRequestFailures(storage, query, portOptions),
    reprocess: (id, portOptions) => reprocessRequest(storage, id, portOptions),
  };
}
