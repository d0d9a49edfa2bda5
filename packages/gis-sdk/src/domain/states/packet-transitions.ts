import { GisError } from "../../errors.js";
import type { Packet } from "../records/packet.js";
import type { PacketEvent, PacketEventType } from "./packet-event.js";
import type { PacketState } from "./packet-state.js";

const inFlight: readonly PacketState[] = ["acked", "polling", "unknown"];

/** States in which each event may happen; anything else is refused. */
const allowedIn: Readonly<Record<PacketEventType, readonly PacketState[]>> = {
  // From `signing`: whoever was signing is gone, and nothing had left.
  "signing-started": ["formed", "signing", "unknown"],
  "signing-failed": ["signing"],
  "sending-started": ["signing"],
  "not-sent": ["sending"],
  // From `unknown`: an acknowledgement that comes late, for the same MessageGUID.
  acked: ["sending", "unknown"],
  postponed: ["sending", ...inFlight],
  // From `unknown`: a refusal that comes late, for the same MessageGUID.
  failed: ["signing", "sending", "unknown"],
  lost: ["sending", ...inFlight],
  pending: inFlight,
  "poll-failed": inFlight,
  applied: inFlight,
  rejected: inFlight,
  split: inFlight,
  stalled: ["acked", "polling"],
  "resend-decided": ["unknown", "failed", "rejected"],
  "recheck-decided": ["unknown"],
  settled: ["unknown"],
  cancelled: ["formed", "signing"],
};

/** Whether `event` may happen to `packet`. */
export function isPacketEventAllowed(packet: Packet, event: PacketEvent): boolean {
  if (!allowedIn[event.type].includes(packet.state)) return false;
  if (event.type === "recheck-decided") return packet.gisMessageGuid !== undefined;
  return true;
}

/**
 * The packet after `event`. Pure; raising the revision is the store's business. An event that ends an instance's work on
 * the packet clears the claim.
 *
 * @throws {@link GisError} `GIS_STATE_ILLEGAL` when the state of the packet does not allow the event.
 */
export function transitionPacket(packet: Packet, event: PacketEvent): Packet {
  if (!isPacketEventAllowed(packet, event)) {
    throw new GisError("GIS_STATE_ILLEGAL", `A packet in state "${packet.state}" cannot be "${event.type}".`, {
      details: { taskId: packet.taskId, packetNumber: packet.number, state: packet.state, event: event.type },
    });
  }
  const change = changeBy(packet, event);
  return keepsClaim.has(event.type) ? { ...packet, ...change } : { ...packet, ...change, claim: undefined };
}

const keepsClaim: ReadonlySet<PacketEventType> = new Set(["signing-started", "sending-started", "stalled"]);

const noRecovery = { unknownReason: undefined, recovery: undefined } as const;
const atRest = { ...noRecovery, nextActionAt: undefined } as const;
/** What a packet forgets when its next send starts a new conversation with GIS. */
const beforeAck = {
  gisMessageGuid: undefined,
  requestState: undefined,
  polls: 0,
  ackedAt: undefined,
  stalledAt: undefined,
} as const;

function changeBy(packet: Packet, event: PacketEvent): Partial<Packet> {
  switch (event.type) {
    case "signing-started":
      return { state: "signing", nextSend: packet.recovery === "repost" ? "same" : packet.nextSend, ...atRest };
    case "signing-failed":
      return {
        state: "formed",
        connectFailures: packet.connectFailures + 1,
        error: event.error,
        nextActionAt: event.nextAt,
      };
    case "sending-started":
      return {
        state: "sending",
        messageGuid: event.messageGuid,
        attempt: packet.attempt + 1,
        nextSend: "rebuild",
        ...beforeAck,
      };
    case "not-sent":
      return {
        state: "formed",
        attempt: packet.attempt - 1,
        connectFailures: packet.connectFailures + 1,
        nextSend: "same",
        error: event.error,
        nextActionAt: event.nextAt,
      };
    case "acked":
      return {
        ...beforeAck,
        ...noRecovery,
        state: "acked",
        connectFailures: 0,
        gisMessageGuid: event.gisMessageGuid,
        error: undefined,
        ackedAt: event.at,
        nextActionAt: event.nextAt,
      };
    case "postponed":
      return {
        ...noRecovery,
        state: "formed",
        connectFailures: 0,
        nextSend: "rebuild",
        error: event.error,
        nextActionAt: event.nextAt,
      };
    case "failed":
      return { ...atRest, state: "failed", error: event.error };
    case "lost":
      return {
        state: "unknown",
        connectFailures: 0,
        unknownReason: event.reason,
        recovery: event.recovery,
        error: event.error,
        nextActionAt: event.nextAt,
      };
    case "pending":
      return {
        ...noRecovery,
        state: "polling",
        requestState: event.requestState,
        polls: packet.polls + 1,
        error: undefined,
        nextActionAt: event.nextAt,
      };
    case "poll-failed":
      return {
        polls: packet.polls + (event.counted === "asked" ? 1 : 0),
        error: event.error,
        nextActionAt: event.nextAt,
      };
    case "applied":
      return { ...atRest, state: "applied" };
    case "rejected":
      return { ...atRest, state: "rejected", error: event.error };
    case "split":
      return { ...atRest, state: "split", error: event.error };
    case "stalled":
      return { stalledAt: event.at };
    case "resend-decided":
      return { ...noRecovery, state: "formed", nextSend: "rebuild", connectFailures: 0, nextActionAt: event.at };
    case "recheck-decided":
      return { recovery: "recheck", nextActionAt: event.at };
    case "settled":
      return { ...atRest, state: "applied" };
    case "cancelled":
      return { ...atRest, state: "cancelled" };
  }
}
