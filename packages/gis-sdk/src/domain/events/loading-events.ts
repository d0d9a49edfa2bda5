import type { JsonObject } from "@opora/core";
import type { PacketAnomaly } from "../policy/decision.js";
import type { Packet } from "../records/packet.js";
import type { PaymentChange } from "../records/payment-change.js";
import type { PaymentRecord } from "../records/payment-record.js";
import type { PacketEventType } from "../states/packet-event.js";
import type { PaymentStatus } from "../states/payment-status.js";
import type { GisErrorMessage } from "../wire/read/soap-answer.js";

/** Names of the events that the SDK appends to the outbox. They are part of the API; payloads have `version: 1`. */
export type GisEventName =
  | "gis.task.formed"
  | "gis.task.halted"
  | "gis.task.resumed"
  | "gis.task.cancelled"
  | "gis.packet.sending"
  | "gis.packet.not_sent"
  | "gis.packet.acked"
  | "gis.packet.postponed"
  | "gis.packet.failed"
  | "gis.packet.unknown"
  | "gis.packet.applied"
  | "gis.packet.rejected"
  | "gis.packet.split"
  | "gis.packet.stalled"
  | "gis.packet.resend_decided"
  | "gis.packet.settled"
  | "gis.packet.cancelled"
  | "gis.packet.anomaly"
  | "gis.payment.loaded"
  | "gis.payment.already_loaded"
  | "gis.payment.rejected"
  | "gis.payment.unanswered"
  | "gis.payment.unknown"
  | "gis.payment.cancelling"
  | "gis.payment.cancelled"
  | "gis.payment.cancellation_refused"
  | "gis.payment.attention";

/** An event without the id and the time, which only a use case has. */
export interface EventDraft {
  readonly name: GisEventName;
  /** Events of one task stay in order. */
  readonly key: string;
  readonly payload: JsonObject;
}

/** Events of a packet worth telling; the rest is noise. */
const packetEventNames: Readonly<Partial<Record<PacketEventType, GisEventName>>> = {
  "sending-started": "gis.packet.sending",
  "not-sent": "gis.packet.not_sent",
  acked: "gis.packet.acked",
  postponed: "gis.packet.postponed",
  failed: "gis.packet.failed",
  lost: "gis.packet.unknown",
  applied: "gis.packet.applied",
  rejected: "gis.packet.rejected",
  split: "gis.packet.split",
  stalled: "gis.packet.stalled",
  "resend-decided": "gis.packet.resend_decided",
  settled: "gis.packet.settled",
  cancelled: "gis.packet.cancelled",
};

const paymentEventNames: Readonly<Partial<Record<PaymentStatus, GisEventName>>> = {
  loaded: "gis.payment.loaded",
  already_loaded: "gis.payment.already_loaded",
  rejected: "gis.payment.rejected",
  unanswered: "gis.payment.unanswered",
  unknown: "gis.payment.unknown",
  cancelling: "gis.payment.cancelling",
  cancelled: "gis.payment.cancelled",
};

/** Key of all events of a task. */
function taskEventKey(taskId: string): string {
  return `gis/${taskId}`;
}

/** The event that tells of `event` having happened to a packet, if it is worth one. */
export function packetEvents(packet: Packet, event: PacketEventType): readonly EventDraft[] {
  const name = packetEventNames[event];
  return name === undefined ? [] : [packetDraft(name, packet)];
}

/** Events that tell of something that should not happen. */
export function anomalyEvents(packet: Packet, anomalies: readonly PacketAnomaly[]): readonly EventDraft[] {
  return anomalies.map(({ kind, subject }) => packetDraft("gis.packet.anomaly", packet, { anomaly: kind, subject }));
}

function packetDraft(name: GisEventName, packet: Packet, extra: JsonObject = {}): EventDraft {
  return {
    name,
    key: taskEventKey(packet.taskId),
    payload: {
      version: 1,
      taskId: packet.taskId,
      packetNumber: packet.number,
      kind: packet.kind,
      state: packet.state,
      attempt: packet.attempt,
      size: packet.size,
      amountKopecks: packet.amountKopecks.toString(),
      ...optional("messageGuid", packet.messageGuid),
      ...optional("gisMessageGuid", packet.gisMessageGuid),
      ...optional("unknownReason", packet.unknownReason),
      ...optional("recovery", packet.recovery),
      ...optional("errorCode", packet.error?.code),
      ...extra,
    },
  };
}

/** Events that tell of changed payments. `changes` are of `members`. */
export function paymentEvents(
  members: readonly PaymentRecord[],
  changes: readonly PaymentChange[],
): readonly EventDraft[] {
  const bySequence = new Map(members.map((member) => [member.sequence, member]));
  return changes.flatMap((change) => {
    const member = bySequence.get(change.sequence);
    const name = paymentEventName(change);
    return member === undefined || name === undefined ? [] : [paymentDraft(name, member, change)];
  });
}

function paymentEventName({ from, to, attention }: PaymentChange): GisEventName | undefined {
  if (from === to) return attention === undefined || attention === "none" ? undefined : "gis.payment.attention";
  // Back where it was: it was not loaded a second time.
  if (from === "cancelling" && to !== "cancelled") return "gis.payment.cancellation_refused";
  return paymentEventNames[to];
}

function paymentDraft(name: GisEventName, member: PaymentRecord, change: PaymentChange): EventDraft {
  const attention = change.attention === "none" ? undefined : (change.attention ?? member.attention);
  return {
    name,
    key: taskEventKey(member.taskId),
    payload: {
      version: 1,
      taskId: member.taskId,
      sequence: member.sequence,
      transportGuid: member.payment.transportGuid,
      status: change.to,
      amountKopecks: member.payment.amountKopecks.toString(),
      // Descriptions stay in the store: they may name people.
      errorCodes: (change.errors ?? []).map(({ code }) => code),
      ...optional("packetNumber", member.packetNumber),
      ...optional("guid", change.answer?.guid),
      ...optional("uniqueNumber", change.answer?.uniqueNumber),
      ...optional("attention", attention),
    },
  };
}

/** An event about a whole task. */
export function taskEvent(
  name: GisEventName & `gis.task.${string}`,
  taskId: string,
  extra: JsonObject = {},
): EventDraft {
  return { name, key: taskEventKey(taskId), payload: { version: 1, taskId, ...extra } };
}

/** The event that tells of a halted task. */
export function taskHalted(taskId: string, error: GisErrorMessage): EventDraft {
  return taskEvent("gis.task.halted", taskId, { errorCode: error.code });
}

function optional(key: string, value: string | number | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}
