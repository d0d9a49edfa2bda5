import type { Packet } from "../records/packet.js";
import type { PaymentChange } from "../records/payment-change.js";
import type { PaymentRecord } from "../records/payment-record.js";
import type { PaymentStatus } from "../states/payment-status.js";
import type { ImportResult } from "../wire/read/soap-answer.js";
import type { PacketAnomaly } from "./decision.js";
import { inPacket, type PaymentOutcomes } from "./import-outcomes.js";
import { matchResults } from "./match-results.js";

/** What the results of a packet of cancellations mean for its payments. Pure. */
export function decideCancellationOutcomes(
  packet: Packet,
  members: readonly PaymentRecord[],
  results: readonly ImportResult[],
): PaymentOutcomes {
  const { subjects, foreignGuids } = matchResults(
    members.flatMap((member) =>
      member.cancellation === undefined ? [] : [{ transportGuid: member.cancellation.transportGuid, member }],
    ),
    results,
  );
  const anomalies: PacketAnomaly[] = foreignGuids.map((guid) => ({ kind: "unknown-transport-guid", subject: guid }));
  const changes = subjects
    .filter(({ subject }) => subject.member.status === "cancelling")
    .map(({ subject, results: own }) => outcomeOf(packet, subject.member, own));
  return { changes, anomalies };
}

function outcomeOf(packet: Packet, member: PaymentRecord, results: readonly ImportResult[]): PaymentChange {
  const base = { sequence: member.sequence, from: member.status };
  const errors = results.flatMap((result) => result.errors.map((error) => inPacket(error, packet.number)));
  if (results.length === 0) return { ...base, to: "cancelling", attention: "cancellation-unanswered" };
  if (errors.length === 0) return { ...base, to: "cancelled", attention: "none" };
  if (results.length > 1) return { ...base, to: "cancelling", errors, attention: "contradictory-answers" };
  return { ...base, to: statusBeforeCancelling(member), errors, attention: "none" };
}

/** The status that a refused cancellation leads back to. */
export function statusBeforeCancelling(member: PaymentRecord): PaymentStatus {
  return member.errors.some(({ packetNumber, code }) => packetNumber !== undefined && code === "SRV012001")
    ? "already_loaded"
    : "loaded";
}
