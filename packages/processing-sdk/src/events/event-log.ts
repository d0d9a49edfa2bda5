import type { EventPublisher, JsonObject } from "@opora/core";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PageOptions } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

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
  readonly type: string;
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

/** The append-only log of a node. */
export interface EventLog {
  /** Events beyond a number, in their order. */
  read(
    query?: { readonly after?: bigint; readonly limit?: number },
    options?: PortOptions,
  ): Promise<readonly NodeEvent[]>;
  /** How far a consumer has come. */
  position(consumer: string, options?: PortOptions): Promise<bigint>;
  /** Says that a consumer has the events up to a number; never goes back. */
  confirm(consumer: string, through: bigint, options?: PortOptions): Promise<void>;
  /** Hands new events over in their order, at least once each. */
  relay(options: RelayOptions): Promise<RelayReport>;
  /** Forgets a consumer: cleanup waits for it no longer. */
  forget(consumer: string, options?: PortOptions): Promise<void>;
}
