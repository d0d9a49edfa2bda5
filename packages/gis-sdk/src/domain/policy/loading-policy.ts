import type { GisProfile } from "../wire/profile.js";

/** What becomes by itself of a packet that may or may not have reached ГИС ЖКХ. */
export type AfterUnknown =
  /** Nothing: a person decides. */
  | "ask"
  /** It is written and signed anew, with the same order ids and TransportGUIDs. */
  | "rebuild"
  /** The same bytes go once more; when that does not help either, it is written anew. */
  | "repost";

/** What becomes of a packet that GIS refused as a whole for a reason that will not pass by itself. */
export type AfterPacketRejected =
  /** Its payments are rejected with that reason. */
  | "stop"
  /** Its halves go on, until the payment that is to blame stands alone. */
  | "split";

/** A span of time to choose from at random. */
export interface DelayRange {
  readonly minMs: number;
  readonly maxMs: number;
}

/** The rules of sending again, asking and giving up. */
export interface LoadingPolicy {
  /** Pauses before the first, second, … question for the state of a packet; the last one repeats. */
  readonly pollDelaysMs: readonly [number, ...number[]];
  /** Time after the acknowledgement at which the alarm is raised; polling goes on. */
  readonly stalledAfterMs: number;
  /** Time after the acknowledgement at which a packet without an answer becomes `unknown`. */
  readonly expireAfterMs: number;
  /** How often bytes of one packet may leave without a person's word. */
  readonly attemptLimit: number;
  /** Pause before a packet is sent again after GIS was busy, or after it became `unknown`. */
  readonly rebuildDelayMs: DelayRange;
  /** Pause after a request of which no byte could leave: doubles from the least to the most. */
  readonly connectDelayMs: DelayRange;
  /** How old stored bytes may be to be sent once more; older ones are signed anew. */
  readonly reuseBytesMs: number;
  readonly afterUnknown: Readonly<Record<GisProfile, AfterUnknown>>;
  readonly afterPacketRejected: AfterPacketRejected;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * The defaults: the polling schedule that ГИС ЖКХ asks for, the alarm at 20 minutes, the end of processing at 24 hours.
 *
 * A supplier's payment has no order id, so sending it blindly again may load it twice: a person decides.
 */
export const defaultLoadingPolicy: LoadingPolicy = {
  pollDelaysMs: [10 * second, minute, 5 * minute, 15 * minute, 30 * minute],
  stalledAfterMs: 20 * minute,
  expireAfterMs: 24 * hour,
  attemptLimit: 10,
  rebuildDelayMs: { minMs: minute, maxMs: 2 * minute },
  connectDelayMs: { minMs: 5 * second, maxMs: 5 * minute },
  reuseBytesMs: 10 * minute,
  afterUnknown: { operator: "rebuild", operator139: "rebuild", supplier: "ask" },
  afterPacketRejected: "stop",
};

/** The pause before question number `polls + 1` for the state of a packet. */
export function pollDelayMs(policy: LoadingPolicy, polls: number): number {
  const last = policy.pollDelaysMs.length - 1;
  return policy.pollDelaysMs[Math.min(polls, last)] ?? policy.pollDelaysMs[0];
}

/** The pause before a packet is written anew: `fraction` of the way from the least to the most. */
export function rebuildDelayMs(policy: LoadingPolicy, fraction: number): number {
  const { minMs, maxMs } = policy.rebuildDelayMs;
  return Math.round(minMs + (maxMs - minMs) * fraction);
}

/** The pause after the `failures`-th request in a row of which no byte could leave. */
export function connectDelayMs(policy: LoadingPolicy, failures: number): number {
  const { minMs, maxMs } = policy.connectDelayMs;
  return Math.min(maxMs, minMs * 2 ** Math.min(failures - 1, 30));
}
