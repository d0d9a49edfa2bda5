import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PageOptions } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What {@link createMonitor} needs. */
export interface MonitorOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  /** Tells how large the store is. */
  readonly storeSize?: StoreSize;
  /** From which size on to warn, in bytes. Default: never. */
  readonly storeSizeWarningBytes?: number;
  /** Counters that live in the process, such as retries; added to the metrics. */
  readonly processMetrics?: () => readonly Metric[];
}

/** Port: how large the store is, in bytes. */
export type StoreSize = (options?: PortOptions) => Promise<number>;

/** A figure with its history elsewhere: the shape of Prometheus without a dependency on it. */
export interface Metric {
  /** For instance `processing_origin_received`. */
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: readonly MetricSample[];
}

/** One value of a metric. */
export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** How a node stands. */
export interface NodeStatus {
  readonly nodeId: string;
  readonly role: "root" | "child";
  readonly incarnation: string;
  readonly epoch: string;
  /** At a child: the state of its synchronisation. */
  readonly child?: ChildStatus;
  /** At the root: its children. */
  readonly origins?: readonly OriginStatus[];
  /** Documents that wait for a person. */
  readonly problems: ProblemCounts;
  /** Whether the store is larger than the warning threshold. */
  readonly isStoreTooLarge: boolean;
}

/** How a child stands to its root. */
export interface ChildStatus {
  readonly lastSeq: bigint;
  readonly acked: bigint;
  readonly settled: bigint;
  readonly durable: bigint;
  readonly isCaughtUp: boolean;
  readonly isResynchronising: boolean;
  readonly lastContactAt?: Date;
}

/** How a child stands, as the root sees it. */
export interface OriginStatus {
  readonly originId: string;
  readonly nodeId: string;
  readonly announced: bigint;
  readonly received: bigint;
  readonly settled: bigint;
  readonly archived: bigint;
  readonly backedUp: bigint;
  /** Documents that the child has and the root has not settled. */
  readonly lagDocuments: bigint;
  /** Age of the oldest document that was received and is not settled, in seconds; 0 when there is none. */
  readonly lagSeconds: number;
  readonly lastContactAt: Date;
}

/** How many documents wait for a person, counted up to 10,000 of each kind. */
export interface ProblemCounts {
  readonly suspensions: number;
  readonly failedRequests: number;
  readonly failedExternalDocuments: number;
}

/** A document that waits for a person. */
export interface Problem {
  readonly kind: "suspension" | "failedRequest" | "failedExternalDocument";
  /** Id of the document or request; of an external document its source and number. */
  readonly subject: string;
  readonly code: string;
  readonly message: string;
  readonly at: Date;
}

/** Tells how a node is. */
export interface Monitor {
  metrics(options?: PortOptions): Promise<readonly Metric[]>;
  status(options?: PortOptions): Promise<NodeStatus>;
  /** What waits for a person, at most `limit` of each kind. Default: 100. */
  problems(query?: { readonly limit?: number }, options?: PortOptions): Promise<readonly Problem[]>;
  /** Counts new events by type, for the metrics. Call it every few seconds. */
  countEvents(options?: PageOptions): Promise<number>;
}
