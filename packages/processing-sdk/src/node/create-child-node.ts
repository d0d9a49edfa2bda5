import { compareWithRoot } from "../audit/compare-with-root.js";
import type { ChildContext } from "../child/child-context.js";
import { createChildSync } from "../child/create-child-sync.js";
import { createAskRoot, createRemote } from "../child/create-remote.js";
import { createLedger } from "../ledger/create-ledger.js";
import { type PageOptions, toPagedRun } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import type { ChildNode } from "./child-node.js";
import type { Cycle } from "./cycle.js";
import { runExpiry } from "./expire-reservations.js";
import { type ChildNodeOptions, checkChildOptions } from "./node-options.js";
import { type NodeParts, startParts } from "./node-parts.js";

const minuteMs = 60_000;

/**
 * Starts a child processing centre on its store. At the first start it makes the node; afterwards the store belongs to it.
 * It works without a connection at once; the accounts of the root come with the first synchronisation.
 *
 * @throws {@link ProcessingError} `PROCESSING_OPTIONS_INVALID`, also for the store of another node;
 * `PROCESSING_STORE_UNAVAILABLE` when the database does not come within the time set.
 * @example
 * ```ts
 * const child = await createChildNode({
 *   store: createMemoryStore(),
 *   nodeId: "shop-1",
 *   transport: createInProcessTransport({ handler: root.handle, nodeId: "shop-1" }),
 *   clock: systemClock,
 *   ids: systemIds,
 *   random: systemRandom,
 * });
 * await child.sync.runSync();
 * ```
 */
export async function createChildNode(options: ChildNodeOptions): Promise<ChildNode> {
  checkChildOptions(options);
  const { nodeId, clock, ids, transport, defer } = options;
  const parts = await startParts("child", options);
  const { storage, context, settings, logger, duties, cleanup, events, audit, monitor } = parts;
  const { maxBatch, maxQueue, responseTimeoutMs, pageSize, maxPages, maxEnvelopeBytes } = settings;
  const childContext: ChildContext = {
    storage,
    nodeId,
    clock,
    ids,
    logger,
    transport,
    responseTimeoutMs,
    pageSize,
    maxPages,
    maxEnvelopeBytes,
  };
  const ask = createAskRoot(childContext);
  const remote = createRemote(ask);
  const ledger = createLedger({ context, storage, maxBatch, maxQueue, remote, ...(defer !== undefined && { defer }) });
  const { close: closeSync, ...sync } = createChildSync(childContext);

  const child: ChildNode = {
    nodeId,
    ledger,
    sync,
    events,
    audit,
    monitor,
    compareWithRoot: duties.guard(({ signal }: PortOptions = {}) =>
      compareWithRoot({ storage, signal, ask: (body) => ask("digest", body, { signal }) }),
    ),
    runExpireReservations: duties.guard((pages: PageOptions = {}) =>
      runExpiry(storage, context, toPagedRun(pages, settings, "runExpireReservations")),
    ),
    runCleanup: duties.guard(cleanup.run),
    runCleanupIfDue: duties.guard(cleanup.runIfDue),
    cycles: () => childCycles(child, parts),
    async close() {
      await Promise.all([closeSync(), duties.close()]);
      await ledger.close();
    },
  };
  return child;
}

function childCycles(child: ChildNode, { settings, duties, monitor }: NodeParts): readonly Cycle[] {
  const { childPeriodMs, settlePeriodMs, relayPeriodMs } = settings;
  return [
    { name: "sync", periodMs: childPeriodMs, run: child.sync.runSync },
    { name: "expire-reservations", periodMs: settlePeriodMs, run: child.runExpireReservations },
    { name: "count-events", periodMs: relayPeriodMs, run: duties.guard(monitor.countEvents) },
    { name: "cleanup", periodMs: minuteMs, run: child.runCleanupIfDue },
  ];
}
