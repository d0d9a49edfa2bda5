import type { JsonObject } from "@opora/core";

/** Version of the protocol between child and root. */
export const protocolVersion = 1;

/** What a message is for. Each request type has one answer type, and any request may be answered by `error`. */
export type EnvelopeType =
  | "hello"
  | "helloAnswer"
  | "push"
  | "pushAnswer"
  | "pull"
  | "pullAnswer"
  | "execute"
  | "executeAnswer"
  | "find"
  | "findAnswer"
  | "digest"
  | "digestAnswer"
  | "error";

/** A message as transports carry it: plain JSON, 64-bit integers as decimal strings. */
export interface Envelope {
  readonly v: number;
  readonly type: EnvelopeType;
  /** `nodeId:incarnation` of the child, in requests and in their answers. */
  readonly originId: string;
  /** The epoch of the root as the sender knows it; empty when it knows none. */
  readonly epoch: string;
  /** Of the request; its answer repeats it. */
  readonly id: string;
  readonly body: JsonObject;
}
