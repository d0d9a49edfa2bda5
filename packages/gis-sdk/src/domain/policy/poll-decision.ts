import type { Packet } from "../records/packet.js";
import type { FaultAnswer, GisErrorMessage, StateAnswer } from "../wire/read/soap-answer.js";
import { after, type DecisionContext, type PacketAnomaly, type PacketDecision } from "./decision.js";
import { errorMeaning } from "./error-policy.js";
import { pollDelayMs } from "./loading-policy.js";
import { localError } from "./local-error.js";
import { lose, postponeOrGiveUp } from "./resend-rules.js";
import { faultError, type RequestOutcome } from "./send-decision.js";

/**
 * What follows from asking for the state of a packet (state `acked`, `polling`, or `unknown` with a recheck due). Pure.
 *
 * A question that failed says nothing about the packet: it only moves the next one, until GIS has had its 24 hours.
 */
export function decideAfterPoll(packet: Packet, outcome: RequestOutcome, context: DecisionContext): PacketDecision {
  if (outcome.kind === "no-answer") {
    return pollFailed(packet, outcome.error, outcome.phase === "connect" ? "not-asked" : "asked", context);
  }
  const { answer, status } = outcome;
  switch (answer.kind) {
    case "state":
      return afterState(packet, answer, status, context);
    case "fault":
      return afterPollFault(packet, answer, context);
    case "ack":
      return pollFailed(packet, localError("GIS_ANSWER_INVALID", "GIS answered a poll with an ack."), "asked", context);
    case "protocol-error":
      return pollFailed(packet, localError(`HTTP_${status}`, answer.message), "asked", context);
  }
}

/** The same, when the answer is not signed by whom it should be: nothing of it is believed. */
export function decideAfterUnverifiedAnswer(packet: Packet, why: string, context: DecisionContext): PacketDecision {
  const decision = pollFailed(packet, localError("GIS_ANSWER_INVALID", why), "asked", context);
  return { ...decision, anomalies: [{ kind: "unverified-answer", subject: packet.gisMessageGuid ?? "" }] };
}

function afterState(packet: Packet, answer: StateAnswer, status: number, context: DecisionContext): PacketDecision {
  if (!isAbout(packet, answer)) {
    const error = localError("GIS_ANSWER_INVALID", "GIS answered about another packet than the one asked about.");
    const anomaly: PacketAnomaly = { kind: "answered-about-another-packet", subject: answer.messageGuid };
    return { ...pollFailed(packet, error, "asked", context), anomalies: [anomaly] };
  }
  if (answer.requestState !== 3) return pending(packet, answer.requestState, context);
  if (answer.errorMessage !== undefined) {
    if (isDoubtful(packet, answer.errorMessage, status))
      return pollFailed(packet, answer.errorMessage, "asked", context);
    return afterErrorMessage(packet, answer.errorMessage, context);
  }
  return { event: { type: "applied" }, results: answer.results, anomalies: anomaliesOf(packet, answer) };
}

/**
 * A busy ГИС ЖКХ also answers polls with `ErrorMessage` under an HTTP error, while it goes on working on the packet. Only
 * said twice in a row is it taken as said about the packet.
 */
function isDoubtful(packet: Packet, error: GisErrorMessage, status: number): boolean {
  return status >= 400 && errorMeaning(error.code) === "try-later" && packet.error?.code !== error.code;
}

/** The body may repeat the GUID that GIS gave, or that of the import request. */
function isAbout(packet: Packet, { messageGuid }: StateAnswer): boolean {
  const guid = messageGuid.toLowerCase();
  return guid === packet.gisMessageGuid?.toLowerCase() || guid === packet.messageGuid?.toLowerCase();
}

function pending(packet: Packet, requestState: 1 | 2, context: DecisionContext): PacketDecision {
  if (isExpired(packet, context)) return { event: expire(packet, context), anomalies: [] };
  const nextAt = after(context.now, pollDelayMs(context.policy, packet.polls + 1));
  return { event: { type: "pending", requestState, nextAt }, anomalies: [] };
}

function afterErrorMessage(packet: Packet, error: GisErrorMessage, context: DecisionContext): PacketDecision {
  switch (errorMeaning(error.code)) {
    case "try-later":
      return { event: postponeOrGiveUp(packet, error, context), anomalies: [] };
    case "request-not-found":
      return { event: lose(packet, "not-found", error, context), anomalies: [] };
    case "access":
      return { event: { type: "rejected", error }, halt: error, anomalies: [] };
    case "malformed":
    case "nothing-found":
    case "already-loaded":
    case "data":
      return { event: refuse(packet, error, context), anomalies: [] };
  }
}

function refuse(packet: Packet, error: GisErrorMessage, { policy }: DecisionContext): PacketDecision["event"] {
  const isDivisible = packet.kind === "import" && packet.size > 1;
  return { type: policy.afterPacketRejected === "split" && isDivisible ? "split" : "rejected", error };
}

function afterPollFault(packet: Packet, fault: FaultAnswer, context: DecisionContext): PacketDecision {
  const error = faultError(fault);
  if (errorMeaning(error.code) === "request-not-found") {
    return { event: lose(packet, "not-found", error, context), anomalies: [] };
  }
  return pollFailed(packet, error, "asked", context);
}

function pollFailed(
  packet: Packet,
  error: GisErrorMessage,
  counted: "asked" | "not-asked",
  context: DecisionContext,
): PacketDecision {
  if (isExpired(packet, context)) return { event: expire(packet, context), anomalies: [] };
  const polls = packet.polls + (counted === "asked" ? 1 : 0);
  const nextAt = after(context.now, pollDelayMs(context.policy, polls));
  return { event: { type: "poll-failed", error, nextAt, counted }, anomalies: [] };
}

function isExpired(packet: Packet, { policy, now }: DecisionContext): boolean {
  return packet.ackedAt !== undefined && now.getTime() - packet.ackedAt.getTime() >= policy.expireAfterMs;
}

function expire(packet: Packet, context: DecisionContext): PacketDecision["event"] {
  const error = localError("GIS_PACKET_EXPIRED", "GIS gave no final answer within the time that it may take.");
  return lose(packet, "expired", error, context);
}

function anomaliesOf(packet: Packet, answer: StateAnswer): readonly PacketAnomaly[] {
  const anomalies: PacketAnomaly[] = answer.anomalies.map(({ path }) => ({ kind: "unreadable-part", subject: path }));
  if (answer.results.length === 0) anomalies.push({ kind: "no-results", subject: packet.gisMessageGuid ?? "" });
  return anomalies;
}
