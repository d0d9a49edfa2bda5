import type { PacketEvent } from "../states/packet-event.js";
import type { GisErrorMessage, ImportResult } from "../wire/read/soap-answer.js";
import type { LoadingPolicy } from "./loading-policy.js";

/** What a decision is made in: everything that is not the packet or the answer. */
export interface DecisionContext {
  readonly policy: LoadingPolicy;
  readonly now: Date;
  /** A random number in [0, 1), for jitter. */
  readonly fraction: number;
}

/** Something that should not happen, worth an event of its own. */
export interface PacketAnomaly {
  readonly kind:
    | "acknowledged-another-request"
    | "answered-about-another-packet"
    | "unverified-answer"
    | "late-answer"
    | "unknown-transport-guid"
    | "contradictory-results"
    | "no-results"
    | "unreadable-part";
  /** Where or about what: a path or a GUID, never personal data. */
  readonly subject: string;
}

/** What follows from an answer, or from its absence. */
export interface PacketDecision {
  readonly event: PacketEvent;
  /** Why nothing more of the task may be sent, if so. */
  readonly halt?: GisErrorMessage;
  /** Results to be applied to the payments, when the event is `applied`. */
  readonly results?: readonly ImportResult[];
  readonly anomalies: readonly PacketAnomaly[];
}

/** The instant `ms` milliseconds after `instant`. */
export function after(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}
