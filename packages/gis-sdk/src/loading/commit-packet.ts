import type { EventDraft } from "../domain/events/loading-events.js";
import { anomalyEvents, packetEvents, paymentEvents } from "../domain/events/loading-events.js";
import type { PacketAnomaly } from "../domain/policy/decision.js";
import { memberChanges } from "../domain/policy/packet-effects.js";
import type { Packet } from "../domain/records/packet.js";
import type { PaymentChange } from "../domain/records/payment-change.js";
import type { PaymentRecord } from "../domain/records/payment-record.js";
import type { PacketEvent } from "../domain/states/packet-event.js";
import { transitionPacket } from "../domain/states/packet-transitions.js";
import { isPaymentTransition } from "../domain/states/payment-status.js";
import { GisError } from "../errors.js";
import type { CommitResult, StoreCommit } from "../ports/gis-store.js";
import { announce, type LoadingContext, stampEvents } from "./loading-context.js";

/** What goes with an event of a packet into one commit. */
export interface PacketCommitParts
  extends Pick<StoreCommit, "payments" | "newPackets" | "exchange" | "outcome" | "task"> {
  /** Needed for the events of changed payments. */
  readonly members?: readonly PaymentRecord[];
  readonly anomalies?: readonly PacketAnomaly[];
  readonly events?: readonly EventDraft[];
}

/**
 * Makes an event of a packet durable, with all that follows from it, in one commit.
 *
 * @returns The packet as it now is, or `undefined` when somebody else changed it first and nothing was changed.
 * @throws {@link GisError} `GIS_STATE_ILLEGAL` when a state does not allow its change.
 */
export async function commitPacket(
  context: LoadingContext,
  packet: Packet,
  event: PacketEvent,
  parts: PacketCommitParts = {},
): Promise<Packet | undefined> {
  const { members = [], anomalies = [], events: extraEvents = [], ...changes } = parts;
  const exchanges = changes.exchange === undefined ? packet.exchanges : changes.exchange.exchange;
  const next = { ...transitionPacket(packet, event), exchanges };
  const payments = changes.payments ?? [];
  assertTransitions(packet, payments);
  const drafts = [
    ...packetEvents(next, event.type),
    ...anomalyEvents(next, anomalies),
    ...extraEvents,
    ...paymentEvents(members, payments),
  ];
  const result = await commitChanges(context, {
    ...changes,
    taskId: packet.taskId,
    packet: next,
    members: packet.kind === "import" ? memberChanges[event.type] : undefined,
    drafts,
  });
  if (result.status === "stale") return undefined;
  logTrouble(context, next, parts);
  return { ...next, revision: next.revision + 1 };
}

function logTrouble({ logger }: LoadingContext, packet: Packet, { anomalies = [], task }: PacketCommitParts): void {
  const place = { taskId: packet.taskId, packetNumber: packet.number };
  for (const { kind } of anomalies)
    logger.log("warn", "ГИС ЖКХ answered what it should not.", { ...place, anomaly: kind });
  if (task?.type !== "halted") return;
  logger.log("error", "The task is halted: nothing more of it is sent.", { ...place, errorCode: task.error.code });
}

/** Commits and tells the host. */
export async function commitChanges(
  context: LoadingContext,
  { drafts, ...changes }: Omit<StoreCommit, "events"> & { readonly drafts: readonly EventDraft[] },
): Promise<CommitResult> {
  const events = stampEvents(context, drafts);
  const result = await context.store.commit({ ...changes, events });
  if (result.status === "committed") announce(context, events);
  return result;
}

/** @throws {@link GisError} `GIS_STATE_ILLEGAL` for a payment that may not change so. */
export function assertTransitions({ taskId }: Pick<Packet, "taskId">, changes: readonly PaymentChange[]): void {
  for (const { sequence, from, to } of changes) {
    // A mark may be set or taken away without a change of status.
    if (from === to || isPaymentTransition(from, to)) continue;
    throw new GisError("GIS_STATE_ILLEGAL", `A payment in status "${from}" cannot become "${to}".`, {
      details: { taskId, sequence, from, to },
    });
  }
}
