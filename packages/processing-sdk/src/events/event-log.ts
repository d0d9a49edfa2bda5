import type { EventPublisher, JsonObject } from "@opora/core";
import { z } from "zod";
import { checkOptions } from "../check-options.js";
import type { EventRecord } from "../domain/records/event-record.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import {
  checkLimit,
  type PageOptions,
  pageCountSchema,
  pageSizeSchema,
  toPagedRun,
  workPages,
} from "../page-options.js";
import type { PortOptions, StoreTransaction } from "../ports/store.js";
import { raiseCounter, readCounter } from "../storage/cursors.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { eventShard } from "./append-events.js";
import { eventCursor } from "./event-consumers.js";
import { toOutboxEvents } from "./to-outbox-events.js";

/** What {@link createEventLog} needs. */
export interface EventLogOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  /** Most events in a page, 1 to 10,000. Default: 1000. */
  readonly pageSize?: number;
  /** Most pages in a run of the relay. Default: 20. */
  readonly maxPages?: number;
}

/** An event of the node. */
export interface NodeEvent {
  /** Gap-free per node. */
  readonly no: bigint;
  /** For instance `account.overdrawn`. */
  readonly type: string;
  /** Id of what it is about. */
  readonly subject: string;
  readonly at: Date;
  /** The seed's number of the event. */
  readonly legacyCode?: bigint;
  readonly data: JsonObject;
}

/** What a run of the relay did. */
export interface RelayReport {
  readonly published: number;
  readonly isCaughtUp: boolean;
}

/** Where to hand events over. */
export interface RelayOptions extends PageOptions {
  readonly publisher: EventPublisher;
  /** Default: `publisher`. Each consumer has its own cursor. */
  readonly consumer?: string;
}

/** The append-only log of a node. A consumer that was ever confirmed holds cleanup back until it is forgotten. */
export interface EventLog {
  /** Events beyond a number, in their order; default: from the first kept one on, at most 1000. */
  read(
    query?: { readonly after?: bigint; readonly limit?: number },
    options?: PortOptions,
  ): Promise<readonly NodeEvent[]>;
  /** How far a consumer has come. */
  position(consumer: string, options?: PortOptions): Promise<bigint>;
  /** Says that a consumer has the events up to a number; never goes back. */
  confirm(consumer: string, through: bigint, options?: PortOptions): Promise<void>;
  /** Hands new events over in their order, at least once each: the consumer knows repeated ones by their id. */
  relay(options: RelayOptions): Promise<RelayReport>;
  /** Forgets a consumer: cleanup waits for it no longer. */
  forget(consumer: string, options?: PortOptions): Promise<void>;
}

const optionsSchema = z.strictObject({
  storage: z.custom<NodeStorage>(),
  context: z.custom<LedgerContext>(),
  pageSize: pageSizeSchema.optional(),
  maxPages: pageCountSchema.optional(),
});

/** Opens the log of a node to its readers. */
export function createEventLog(options: EventLogOptions): EventLog {
  checkOptions(optionsSchema, options, "createEventLog");
  const { storage, context, pageSize = 1000, maxPages = 20 } = options;
  const { nodeId } = context;

  const confirm: EventLog["confirm"] = (consumer, through, portOptions) =>
    storage.background(
      (transaction) => raiseCounter(transaction, eventCursor(consumer), eventShard, through),
      portOptions,
    );

  return {
    async read({ after = 0n, limit = 1000 } = {}, portOptions) {
      checkLimit(limit, "EventLog.read");
      const page = (transaction: StoreTransaction) => readEvents(transaction, nodeId, after, limit);
      return (await storage.snapshot(page, portOptions)).map(toNodeEvent);
    },
    position: (consumer, portOptions) =>
      storage.snapshot((transaction) => readCounter(transaction, eventCursor(consumer), eventShard), portOptions),
    confirm,
    async relay({ publisher, consumer = "publisher", ...pages }) {
      const run = toPagedRun(pages, { pageSize, maxPages }, "EventLog.relay");
      let published = 0;
      const isCaughtUp = await workPages(run, async () => {
        const { node, events } = await storage.snapshot(async (transaction) => {
          const position = await readCounter(transaction, eventCursor(consumer), eventShard);
          const [self] = await transaction.read("node", [["self"]]);
          return { node: self, events: await readEvents(transaction, nodeId, position, run.limit) };
        }, run);
        const last = events.at(-1);
        if (last === undefined) return "last";
        await publisher.publish(toOutboxEvents(node, events), run.signal === undefined ? {} : { signal: run.signal });
        published += events.length;
        await confirm(consumer, last.no);
        return events.length < run.limit ? "last" : "more";
      });
      return { published, isCaughtUp };
    },
    forget: (consumer, portOptions) =>
      storage.background(
        (transaction) => transaction.write([{ table: "counters", delete: [[eventCursor(consumer), eventShard]] }]),
        portOptions,
      ),
  };
}

/** A page of the log beyond a number. */
export function readEvents(
  transaction: StoreTransaction,
  nodeId: string,
  after: bigint,
  limit: number,
): Promise<readonly EventRecord[]> {
  return transaction.range("events", "key", { prefix: [nodeId], after: [after], limit });
}

function toNodeEvent({ no, type, subject, atMs, legacyCode, data }: EventRecord): NodeEvent {
  return {
    no,
    type,
    subject,
    at: new Date(atMs),
    ...(legacyCode === null ? {} : { legacyCode }),
    data: JSON.parse(data) as JsonObject,
  };
}
