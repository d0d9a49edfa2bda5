import type { Metric, MetricSample } from "./metric.js";
import type { NodeStatus, OriginStatus } from "./read-status.js";

type Labels = MetricSample["labels"];

/** Events whose number is a metric of its own, whether there were any or not. */
const countedTypes = {
  "document.duplicate": [
    "processing_documents_duplicate_total",
    "Documents that were settled before, and did nothing.",
  ],
  "document.conflict": ["processing_documents_conflict_total", "Documents whose id another document has."],
  "document.suspended": ["processing_documents_suspended_total", "Documents that went to a suspense account."],
  "document.malformed": ["processing_documents_malformed_total", "Documents that could not be understood."],
  "account.overdrawn": ["processing_accounts_overdrawn_total", "Movements that took an account below its limit."],
} as const;

/** The figures of a node. */
export function toMetrics(status: NodeStatus, counted: ReadonlyMap<string, bigint>, now: Date): readonly Metric[] {
  const { problems, child, origins, unarchived, storeBytes } = status;
  return [
    gauge("processing_node_info", "The node; always 1.", [
      { labels: { node: status.nodeId, role: status.role, epoch: status.epoch }, value: 1 },
    ]),
    gauge("processing_problems", "Documents that wait for a person.", [
      { labels: { kind: "suspension" }, value: problems.suspensions },
      { labels: { kind: "failed_request" }, value: problems.failedRequests },
      { labels: { kind: "failed_external_document" }, value: problems.failedExternalDocuments },
    ]),
    ...(origins === undefined ? [] : originMetrics(origins, now)),
    ...(unarchived === undefined
      ? []
      : [one("processing_unarchived_documents", "Documents that the archive lacks.", unarchived)]),
    ...(child === undefined ? [] : childMetrics(child, now)),
    ...(storeBytes === undefined ? [] : [one("processing_store_bytes", "Size of the store.", storeBytes)]),
    one(
      "processing_store_too_large",
      "1 when the store is above its warning threshold.",
      status.isStoreTooLarge ? 1 : 0,
    ),
    ...eventMetrics(counted),
  ];
}

function originMetrics(origins: readonly OriginStatus[], now: Date): readonly Metric[] {
  const perOrigin = (name: string, help: string, value: (origin: OriginStatus) => bigint | number): Metric =>
    gauge(
      name,
      help,
      origins.map((origin) => ({
        labels: { origin: origin.originId, node: origin.nodeId },
        value: Number(value(origin)),
      })),
    );
  return [
    perOrigin("processing_origin_received", "Documents received from the child.", ({ received }) => received),
    perOrigin("processing_origin_settled", "Documents of the child that are booked.", ({ settled }) => settled),
    perOrigin("processing_origin_archived", "Documents of the child in the archive.", ({ archived }) => archived),
    perOrigin(
      "processing_origin_backed_up",
      "Documents of the child in a confirmed backup.",
      ({ backedUp }) => backedUp,
    ),
    perOrigin(
      "processing_origin_inbox",
      "Documents received and not booked.",
      ({ received, settled }) => received - settled,
    ),
    perOrigin(
      "processing_origin_lag_documents",
      "Documents of the child that are not booked.",
      (origin) => origin.lagDocuments,
    ),
    perOrigin(
      "processing_origin_lag_seconds",
      "Age of the oldest document that is not booked.",
      (origin) => origin.lagSeconds,
    ),
    perOrigin("processing_origin_last_contact_seconds", "Time since the child was heard of.", ({ lastContactAt }) =>
      secondsBetween(lastContactAt, now),
    ),
  ];
}

function childMetrics(child: NonNullable<NodeStatus["child"]>, now: Date): readonly Metric[] {
  return [
    one("processing_child_last_seq", "The last document.", child.lastSeq),
    one("processing_child_outbox", "Documents that the root has not received.", child.lastSeq - child.acked),
    one("processing_child_unsettled", "Documents that the root has not booked.", child.lastSeq - child.settled),
    one("processing_child_durable", "Documents that the root has for good.", child.durable),
    one("processing_child_caught_up", "1 when the last pull reached the end of the feed.", child.isCaughtUp ? 1 : 0),
    one("processing_child_resynchronising", "1 while accounts cannot be used.", child.isResynchronising ? 1 : 0),
    one("processing_child_halted", "1 while synchronisation waits for a person.", child.haltCode === undefined ? 0 : 1),
    ...(child.lastContactAt === undefined
      ? []
      : [
          one(
            "processing_child_last_contact_seconds",
            "Time since the root answered.",
            secondsBetween(child.lastContactAt, now),
          ),
        ]),
  ];
}

function eventMetrics(counted: ReadonlyMap<string, bigint>): readonly Metric[] {
  const named = Object.entries(countedTypes).map(([type, [name, help]]): Metric => {
    return { name, help, type: "counter", samples: [{ labels: {}, value: Number(counted.get(type) ?? 0n) }] };
  });
  const samples = [...counted].map(([type, count]) => ({ labels: { type }, value: Number(count) }));
  return [...named, { name: "processing_events_total", help: "Events by type.", type: "counter", samples }];
}

function gauge(name: string, help: string, samples: readonly MetricSample[]): Metric {
  return { name, help, type: "gauge", samples };
}

function one(name: string, help: string, value: bigint | number, labels: Labels = {}): Metric {
  return gauge(name, help, [{ labels, value: Number(value) }]);
}

function secondsBetween(earlier: Date, later: Date): number {
  return Math.max(0, later.getTime() - earlier.getTime()) / 1000;
}
