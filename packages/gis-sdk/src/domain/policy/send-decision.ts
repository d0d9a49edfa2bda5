import type { TransportPhase } from "../../errors.js";
import type { Packet } from "../records/packet.js";
import type { FaultAnswer, GisErrorMessage, SoapAnswer } from "../wire/read/soap-answer.js";
import { after, type DecisionContext, type PacketAnomaly, type PacketDecision } from "./decision.js";
import { errorMeaning } from "./error-policy.js";
import { connectDelayMs, pollDelayMs } from "./loading-policy.js";
import { localError } from "./local-error.js";
import { lose, postponeOrGiveUp } from "./resend-rules.js";

/** How a request ended: with a whole answer, or at a phase of the transport. */
export type RequestOutcome =
  | { readonly kind: "answer"; readonly status: number; readonly answer: SoapAnswer }
  | { readonly kind: "no-answer"; readonly phase: TransportPhase; readonly error: GisErrorMessage };

/**
 * What follows from the outcome of sending a packet (state `sending`). Pure.
 *
 * Only a proof that ГИС ЖКХ did not take the packet lets it be sent again or set aside; everything else is `unknown`.
 */
export function decideAfterSend(packet: Packet, outcome: RequestOutcome, context: DecisionContext): PacketDecision {
  if (outcome.kind === "no-answer") return afterSilence(packet, outcome.phase, outcome.error, context);
  const { answer, status } = outcome;
  switch (answer.kind) {
    case "ack":
      return afterAck(packet, answer.messageGuid, answer.requesterMessageGuid, context);
    case "fault":
      return afterFault(packet, answer, status, context);
    case "state":
      return unreadable(packet, status, "GIS answered the import with a state instead of an acknowledgement.", context);
    case "protocol-error":
      return afterUnreadable(packet, status, answer.message, context);
  }
}

function afterSilence(
  packet: Packet,
  phase: TransportPhase,
  error: GisErrorMessage,
  context: DecisionContext,
): PacketDecision {
  if (phase !== "connect") return { event: lose(packet, "no-answer", error, context), anomalies: [] };
  const delayMs = connectDelayMs(context.policy, packet.connectFailures + 1);
  return { event: { type: "not-sent", error, nextAt: after(context.now, delayMs) }, anomalies: [] };
}

function afterAck(packet: Packet, gisMessageGuid: string, requester: string, context: DecisionContext): PacketDecision {
  if (requester.toLowerCase() !== packet.messageGuid?.toLowerCase()) {
    const anomaly: PacketAnomaly = { kind: "acknowledged-another-request", subject: requester };
    const error = localError("GIS_ANSWER_INVALID", "GIS acknowledged another request than the one that was sent.");
    return { event: lose(packet, "no-answer", error, context), anomalies: [anomaly] };
  }
  const nextAt = after(context.now, pollDelayMs(context.policy, 0));
  return { event: { type: "acked", gisMessageGuid, at: context.now, nextAt }, anomalies: [] };
}

function afterFault(packet: Packet, fault: FaultAnswer, status: number, context: DecisionContext): PacketDecision {
  const error = faultError(fault);
  if (fault.code === undefined) return afterUnreadable(packet, status, error.description, context);
  switch (errorMeaning(fault.code)) {
    case "try-later":
      return { event: postponeOrGiveUp(packet, error, context), anomalies: [] };
    case "access":
      return { event: { type: "failed", error }, halt: error, anomalies: [] };
    case "malformed":
    case "nothing-found":
    case "request-not-found":
    case "already-loaded":
    case "data":
      return { event: { type: "failed", error }, anomalies: [] };
  }
}

/** HTTP statuses by which a gateway says that it passed nothing on. */
const refusedAtTheDoor: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 411, 413, 414, 415, 421, 431]);
const tooManyRequests = 429;

function afterUnreadable(packet: Packet, status: number, message: string, context: DecisionContext): PacketDecision {
  const error = localError(`HTTP_${status}`, message);
  if (status === tooManyRequests) return { event: postponeOrGiveUp(packet, error, context), anomalies: [] };
  if (refusedAtTheDoor.has(status) || (status >= 300 && status < 400)) {
    // The next packet would meet the same closed door: the address, the password or the certificate is wrong.
    return { event: { type: "failed", error }, halt: error, anomalies: [] };
  }
  return unreadable(packet, status, message, context);
}

function unreadable(packet: Packet, status: number, message: string, context: DecisionContext): PacketDecision {
  return { event: lose(packet, "no-answer", localError(`HTTP_${status}`, message), context), anomalies: [] };
}

/** A fault as an error to be kept: verbatim, with its own code where it has one. */
export function faultError(fault: FaultAnswer): GisErrorMessage {
  return {
    code: fault.code ?? fault.faultCode,
    description: fault.message,
    ...(fault.stackTrace === undefined ? {} : { stackTrace: fault.stackTrace }),
  };
}
