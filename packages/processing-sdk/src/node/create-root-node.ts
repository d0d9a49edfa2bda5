import { createArchiver } from "../archive/archiver.js";
import { answerDigest } from "../audit/answer-digest.js";
import { ProcessingError } from "../errors.js";
import { createExternalDocuments } from "../external/create-external-documents.js";
import { createLedger } from "../ledger/create-ledger.js";
import { type PageOptions, toPagedRun } from "../page-options.js";
import { createOfflineRequests } from "../requests/create-offline-requests.js";
import { confirmBackup, markBackup } from "../root/backup-marks.js";
import { declareRestored } from "../root/declare-restored.js";
import { createHandler } from "../root/handle-envelope.js";
import { readSuspensions, redrive, redriveAll } from "../root/redrive.js";
import { settle } from "../root/settle.js";
import { createCustomerTotals } from "../totals/create-customer-totals.js";
import type { Cycle } from "./cycle.js";
import { runExpiry } from "./expire-reservations.js";
import { checkRootOptions, type RootNodeOptions } from "./node-options.js";
import { type NodeParts, startParts } from "./node-parts.js";
import type { RootNode } from "./root-node.js";

const minuteMs = 60_000;
const defaultSyncPool = 10;

/**
 * Starts a root processing centre on its store. At the first start it makes the node; afterwards the store belongs to it.
 *
 * @throws {@link ProcessingError} `PROCESSING_OPTIONS_INVALID`, also for the store of another node;
 * `PROCESSING_STORE_UNAVAILABLE` when the database does not come within the time set.
 * @example
 * ```ts
 * const root = await createRootNode({
 *   store: createMemoryStore(),
 *   nodeId: "root",
 *   clock: systemClock,
 *   ids: systemIds,
 *   random: systemRandom,
 * });
 * const account = await root.ledger.open({ id: "account-1", customerId: "c-1", kind: "bonus", currency: "RUB" });
 * ```
 */
export async function createRootNode(options: RootNodeOptions): Promise<RootNode> {
  checkRootOptions(options);
  const { archive, children, nodeId, ids, defer, clubs = [{ id: "default" }] } = options;
  const parts = await startParts("root", options, archive);
  const { storage, context, settings, duties, cleanup, events, audit, monitor, logger } = parts;
  const { maxBatch, maxQueue, requestPageSize, requestMaxPages, maxEnvelopeBytes, backups } = settings;
  const ledger = createLedger({ context, storage, maxBatch, maxQueue, archive, ...(defer !== undefined && { defer }) });
  const intake = { storage, context, archive, pageSize: requestPageSize, maxPages: requestMaxPages };
  const requests = createOfflineRequests(intake);
  const externalDocuments = createExternalDocuments(intake);
  const customerTotals = createCustomerTotals({ storage, context, clubs, maxPages: requestMaxPages });
  const archiver =
    archive === undefined
      ? undefined
      : createArchiver({ storage, archive, pageSize: settings.archivePageSize, maxPages: settings.archiveMaxPages });
  const handler = createHandler(
    {
      storage,
      ledgerContext: context,
      ledger,
      logger,
      backups,
      maxEnvelopeBytes,
      ...(children !== undefined && { children: new Set(children) }),
    },
    {
      answerDigest: (body, _peer, portOptions) => answerDigest(storage, body, portOptions),
      syncPool: settings.syncPool ?? (children === undefined ? defaultSyncPool : children.length + 1),
      movementPool: settings.movementPool,
      waiting: maxQueue,
    },
  );

  const runArchive = async (pages: PageOptions = {}) => {
    if (archiver !== undefined) return archiver.run(pages);
    throw new ProcessingError("PROCESSING_OPTIONS_INVALID", "The root has no archive: give createRootNode one.", {
      details: { path: "archive" },
    });
  };
  const root: RootNode = {
    nodeId,
    ledger,
    requests,
    externalDocuments,
    customerTotals,
    events,
    audit,
    monitor,
    handle: handler.handle,
    runSettle: duties.guard((pages: PageOptions = {}) =>
      settle({ storage, context, archive }, toPagedRun(pages, settings, "runSettle")),
    ),
    runExpireReservations: duties.guard((pages: PageOptions = {}) =>
      runExpiry(storage, context, toPagedRun(pages, settings, "runExpireReservations")),
    ),
    runArchive: duties.guard(runArchive),
    runRequests: duties.guard(requests.run),
    runExternalDocuments: duties.guard(externalDocuments.run),
    runCustomerTotals: duties.guard(customerTotals.run),
    runCleanup: duties.guard(cleanup.run),
    runCleanupIfDue: duties.guard(cleanup.runIfDue),
    runRedrive: duties.guard((pages: PageOptions = {}) =>
      redriveAll(storage, context, toPagedRun(pages, settings, "runRedrive")),
    ),
    suspensions: (query, portOptions) => readSuspensions(storage, query, portOptions),
    redrive: (documentId, redriveOptions) => redrive(storage, context, documentId, redriveOptions),
    declareRestored: (portOptions) => declareRestored({ storage, ids, ledgerContext: context }, portOptions),
    markBackup: (portOptions) => markBackup(storage, portOptions),
    confirmBackup: (mark, portOptions) => confirmBackup(storage, mark, portOptions),
    cycles: () => rootCycles(root, parts, { hasArchive: archive !== undefined, hasClubs: options.clubs !== undefined }),
    async close() {
      await Promise.all([handler.close(), duties.close()]);
      await ledger.close();
    },
  };
  return root;
}

function rootCycles(
  root: RootNode,
  { settings, duties, monitor }: NodeParts,
  { hasArchive, hasClubs }: { readonly hasArchive: boolean; readonly hasClubs: boolean },
): readonly Cycle[] {
  const { settlePeriodMs, archivePeriodMs, requestPeriodMs, totalsPeriodMs, relayPeriodMs } = settings;
  return [
    { name: "settle", periodMs: settlePeriodMs, run: root.runSettle },
    ...(hasArchive ? [{ name: "archive", periodMs: archivePeriodMs, run: root.runArchive }] : []),
    { name: "requests", periodMs: requestPeriodMs, run: root.runRequests },
    { name: "external-documents", periodMs: requestPeriodMs, run: root.runExternalDocuments },
    ...(hasClubs ? [{ name: "customer-totals", periodMs: totalsPeriodMs, run: root.runCustomerTotals }] : []),
    { name: "expire-reservations", periodMs: settlePeriodMs, run: root.runExpireReservations },
    { name: "count-events", periodMs: relayPeriodMs, run: duties.guard(monitor.countEvents) },
    { name: "cleanup", periodMs: minuteMs, run: root.runCleanupIfDue },
  ];
}
