import { z } from "zod";
import { checkOptions } from "../check-options.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { checkLimit, type PageOptions, toPagedRun } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { countEvents, countedEvents } from "./count-events.js";
import type { Metric } from "./metric.js";
import { listProblems, type Problem } from "./problems.js";
import { type NodeStatus, readStatus } from "./read-status.js";
import { toMetrics } from "./to-metrics.js";

/** What {@link createMonitor} needs. */
export interface MonitorOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  /** Tells how large the store is. */
  readonly storeSize?: StoreSize | undefined;
  /** From which size on to warn, in bytes. Default: never. */
  readonly storeSizeWarningBytes?: number | undefined;
  /** Figures that live in the process, such as retries; added to the metrics. */
  readonly processMetrics?: (() => readonly Metric[]) | undefined;
}

/** Port: how large the store is, in bytes. */
export type StoreSize = (options?: PortOptions) => Promise<number>;

/** Tells how a node is. */
export interface Monitor {
  /** Figures for a scraper. */
  metrics(options?: PortOptions): Promise<readonly Metric[]>;
  status(options?: PortOptions): Promise<NodeStatus>;
  /** What waits for a person, at most `limit` of each kind. Default: 100. */
  problems(query?: { readonly limit?: number }, options?: PortOptions): Promise<readonly Problem[]>;
  /** Counts new events by type, for the metrics. Call it every few seconds. Resolves with how many there were. */
  countEvents(options?: PageOptions): Promise<number>;
}

const optionsSchema = z.strictObject({
  storage: z.custom<NodeStorage>(),
  context: z.custom<LedgerContext>(),
  storeSize: z.custom<StoreSize>((value) => typeof value === "function").optional(),
  storeSizeWarningBytes: z.number().int().min(1).optional(),
  processMetrics: z.custom<() => readonly Metric[]>((value) => typeof value === "function").optional(),
});

/** Opens the monitor of a node. */
export function createMonitor(options: MonitorOptions): Monitor {
  checkOptions(optionsSchema, options, "createMonitor");
  const { storage, context, storeSize, storeSizeWarningBytes, processMetrics } = options;

  const status = async (portOptions: PortOptions = {}): Promise<NodeStatus> => {
    const bytes = await storeSize?.(portOptions);
    const read = await storage.snapshot((transaction) => readStatus(transaction, context), portOptions);
    const isTooLarge = bytes !== undefined && storeSizeWarningBytes !== undefined && bytes >= storeSizeWarningBytes;
    return { ...read, isStoreTooLarge: isTooLarge, ...(bytes === undefined ? {} : { storeBytes: bytes }) };
  };

  return {
    status,
    async metrics(portOptions = {}) {
      const read = await status(portOptions);
      const counters = await storage.snapshot(countedEvents, portOptions);
      return [...toMetrics(read, counters, context.clock.now()), ...(processMetrics?.() ?? [])];
    },
    async problems({ limit = 100 } = {}, portOptions) {
      checkLimit(limit, "Monitor.problems");
      return storage.snapshot((transaction) => listProblems(transaction, limit), portOptions);
    },
    countEvents: (pages = {}) =>
      countEvents(storage, context, toPagedRun(pages, { pageSize: 1000, maxPages: 100 }, "Monitor.countEvents")),
  };
}
