/**
 * Where a packet is on its way. `sending` is durable before the first byte leaves; `unknown` means that ГИС ЖКХ may or
 * may not have the packet, and that nothing is sent again before a rule or a person says so.
 */
export type PacketState =
  /** Waits to be signed and sent. */
  | "formed"
  /** Is being written and signed; nothing left yet. */
  | "signing"
  /** May be leaving right now. */
  | "sending"
  /** GIS took it for processing and gave it a GUID. */
  | "acked"
  /** GIS was asked at least once and was not done. */
  | "polling"
  /** GIS answered for its payments, and the answers are recorded. */
  | "applied"
  /** GIS refused it as a whole. */
  | "rejected"
  /** Was refused at the door, or cannot be sent. */
  | "failed"
  /** GIS may or may not have it. */
  | "unknown"
  /** Was refused as a whole and went on as two halves. */
  | "split"
  /** Was withdrawn before anything of it left. */
  | "cancelled";

/** All packet states, in the order of the way. */
export const packetStates = [
  "formed",
  "signing",
  "sending",
  "acked",
  "polling",
  "applied",
  "rejected",
  "failed",
  "unknown",
  "split",
  "cancelled",
] as const satisfies readonly PacketState[];

/** Why it is not known whether GIS has a packet. */
export type UnknownReason =
  /** The request left and no readable answer came. */
  | "no-answer"
  /** The process ended while the request may have been leaving. */
  | "interrupted"
  /** GIS does not know the GUID that it gave (INT002013). */
  | "not-found"
  /** No final answer within the time that GIS may take. */
  | "expired";

/** What becomes of a packet in `unknown`. */
export type UnknownRecovery =
  /** A person decides. */
  | "ask"
  /** The state is asked for once more. */
  | "recheck"
  /** The same bytes are sent once more. */
  | "repost"
  /** Written and signed anew, with the same order ids and TransportGUIDs. */
  | "rebuild";
