import type { TransportPhase } from "../../errors.js";
import type { PacketKey } from "./packet.js";

/** A request that was made for a packet. Written once, before its first byte leaves, and never changed. */
export interface Exchange extends PacketKey {
  /** From 1 on; unique in the packet. */
  readonly exchange: number;
  readonly kind: "send" | "poll";
  /** `MessageGUID` of the request. */
  readonly messageGuid: string;
  readonly soapAction: string;
  /** The bytes of the request as they leave: the truth about what was signed. */
  readonly request: Uint8Array;
  /** SHA-256 of the bytes, hexadecimal, lower case. */
  readonly requestSha256: string;
  readonly startedAt: Date;
}

/** How a request ended. Written once and never changed; absent after a crash. */
export interface ExchangeOutcome extends PacketKey {
  readonly exchange: number;
  readonly finishedAt: Date;
  /** How far it got when there is no whole answer. */
  readonly failedPhase?: TransportPhase | undefined;
  /** HTTP status, when an answer began. */
  readonly status?: number | undefined;
  /** The bytes of the answer, when it was read to its end. */
  readonly response?: Uint8Array | undefined;
  /** SHA-256 of the answer, hexadecimal, lower case. */
  readonly responseSha256?: string | undefined;
  /** What went wrong between us and the answer. */
  readonly error?: string | undefined;
}

/** A request with its outcome, if any. */
export interface ExchangeRecord {
  readonly request: Exchange;
  readonly outcome?: ExchangeOutcome | undefined;
}
