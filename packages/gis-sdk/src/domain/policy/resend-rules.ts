import type { Packet } from "../records/packet.js";
import type { PacketEvent } from "../states/packet-event.js";
import type { UnknownReason, UnknownRecovery } from "../states/packet-state.js";
import type { GisErrorMessage } from "../wire/read/soap-answer.js";
import { after, type DecisionContext } from "./decision.js";
import { pollDelayMs, rebuildDelayMs } from "./loading-policy.js";

/** GIS was busy: written anew after a pause, until the limit of attempts is reached. */
export function postponeOrGiveUp(packet: Packet, error: GisErrorMessage, context: DecisionContext): PacketEvent {
  if (packet.attempt >= context.policy.attemptLimit) {
    return packet.state === "sending" ? { type: "failed", error } : { type: "rejected", error };
  }
  return {
    type: "postponed",
    error,
    nextAt: after(context.now, rebuildDelayMs(context.policy, context.fraction)),
  };
}

/** From now on it is not known whether GIS has the packet; says what is done about it. */
export function lose(
  packet: Packet,
  reason: UnknownReason,
  error: GisErrorMessage,
  context: DecisionContext,
): PacketEvent {
  const recovery = recoveryAfter(packet, reason, context);
  return { type: "lost", reason, recovery, error, nextAt: recoveryDueAt(recovery, context) };
}

function recoveryAfter(packet: Packet, reason: UnknownReason, { policy }: DecisionContext): UnknownRecovery {
  // GIS had acknowledged it and did not finish: only its own records can tell what became of it.
  if (reason === "expired") return "ask";
  // GIS had acknowledged it, so the first "not found" may be a mistake of a moment.
  if (reason === "not-found" && packet.unknownReason !== "not-found") return "recheck";
  if (packet.attempt >= policy.attemptLimit) return "ask";
  // A cancellation names what it cancels, so that asking for it twice cancels once.
  const rule = packet.kind === "cancellation" ? "rebuild" : policy.afterUnknown[packet.profile];
  if (rule === "repost") return reason !== "not-found" && packet.attempt <= 1 ? "repost" : "rebuild";
  return rule;
}

function recoveryDueAt(recovery: UnknownRecovery, { policy, now, fraction }: DecisionContext): Date | undefined {
  switch (recovery) {
    case "ask":
      return undefined;
    case "recheck":
      return after(now, pollDelayMs(policy, 2));
    case "repost":
    case "rebuild":
      return after(now, rebuildDelayMs(policy, fraction));
  }
}
