import type { GisErrorMessage } from "../wire/read/soap-answer.js";
import type { UnknownReason, UnknownRecovery } from "./packet-state.js";

/** What happens to a packet. */
export type PacketEvent =
  /** An instance begins to write and sign it, or to fetch its stored bytes. */
  | { readonly type: "signing-started" }
  /** It could not be signed now. */
  | { readonly type: "signing-failed"; readonly error: GisErrorMessage; readonly nextAt: Date }
  /** The request is about to leave. Committed before its first byte does. */
  | { readonly type: "sending-started"; readonly messageGuid: string }
  /** No byte left after all: the same bytes go again. */
  | { readonly type: "not-sent"; readonly error: GisErrorMessage; readonly nextAt: Date }
  /** GIS took it, under a GUID of its own. */
  | { readonly type: "acked"; readonly gisMessageGuid: string; readonly at: Date; readonly nextAt: Date }
  /** GIS asks to try again: it is written anew later. */
  | { readonly type: "postponed"; readonly error: GisErrorMessage; readonly nextAt: Date }
  /** It was refused at the door, or cannot be sent. */
  | { readonly type: "failed"; readonly error: GisErrorMessage }
  /** From now on it is not known whether GIS has it. */
  | {
      readonly type: "lost";
      readonly reason: UnknownReason;
      readonly recovery: UnknownRecovery;
      readonly error: GisErrorMessage;
      /** When the recovery is due; absent when a person decides. */
      readonly nextAt?: Date | undefined;
    }
  /** GIS has it and is not done. */
  | { readonly type: "pending"; readonly requestState: 1 | 2; readonly nextAt: Date }
  /** The question for its state got no answer: that says nothing about the packet. */
  | {
      readonly type: "poll-failed";
      readonly error: GisErrorMessage;
      readonly nextAt: Date;
      /** Whether GIS may have counted the question. */
      readonly counted: "asked" | "not-asked";
    }
  /** GIS answered for its payments. */
  | { readonly type: "applied" }
  /** GIS refused it as a whole. */
  | { readonly type: "rejected"; readonly error: GisErrorMessage }
  /** GIS refused it as a whole, and its halves go on. */
  | { readonly type: "split"; readonly error: GisErrorMessage }
  /** GIS takes longer than it should. */
  | { readonly type: "stalled"; readonly at: Date }
  /** A person decided that it is sent again. */
  | { readonly type: "resend-decided"; readonly at: Date }
  /** A person decided that its state is asked for once more. */
  | { readonly type: "recheck-decided"; readonly at: Date }
  /** A person said what became of its payments. */
  | { readonly type: "settled" }
  /** It is withdrawn before anything of it left. */
  | { readonly type: "cancelled" };

/** The name of something that happens to a packet. */
export type PacketEventType = PacketEvent["type"];
