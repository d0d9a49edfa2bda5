import type { TableDefinition } from "./record-value.js";

/**
 * Header of an offline request: a command that somebody left for the root to execute. It goes when it is executed, or
 * moves to the failures. A host may insert records itself, with status `waiting` and turn 0.
 */
export type RequestRecord = {
  /** The id of the command: a request executed before is recognised by it. */
  readonly id: string;
  /** `incomplete`: looked at, and lines were missing (in the seed: −1). `waiting`: to be looked at (0). */
  readonly status: "waiting" | "incomplete";
  /** Position in the line of its status. */
  readonly turn: bigint;
  /** JSON of the command, without the list that the lines make. */
  readonly command: string;
  /** How many lines belong to it; 0 when the command says everything itself. */
  readonly lineCount: bigint;
  readonly receivedAtMs: number;
};

export const requestTable = {
  fields: {
    id: { type: "id" },
    status: { type: "id" },
    turn: { type: "integer" },
    command: { type: "text" },
    lineCount: { type: "integer" },
    receivedAtMs: { type: "instant" },
  },
  key: ["id"],
  indexes: { byTurn: ["status", "turn", "id"] },
} as const satisfies TableDefinition<RequestRecord>;

/** One line of an offline request; it may arrive before its header. */
export type RequestLineRecord = {
  readonly requestId: string;
  /** From 1 on. */
  readonly line: bigint;
  /** JSON: for `adjust` `{"accountId":…,"amount":"…"}`, for `refund` `{"line":…,"amount":"…"}`. */
  readonly body: string;
  readonly receivedAtMs: number;
};

export const requestLineTable = {
  fields: {
    requestId: { type: "id" },
    line: { type: "integer" },
    body: { type: "text" },
    receivedAtMs: { type: "instant" },
  },
  key: ["requestId", "line"],
  indexes: {},
} as const satisfies TableDefinition<RequestLineRecord>;

/** A request that was refused (in the seed: −2), with its data and the reason, until a person decides. */
export type RequestFailureRecord = {
  readonly id: string;
  readonly command: string;
  readonly lineCount: bigint;
  /** JSON array of the bodies of its lines, in their order. */
  readonly lines: string;
  readonly code: string;
  readonly message: string;
  readonly receivedAtMs: number;
  readonly failedAtMs: number;
};

export const requestFailureTable = {
  fields: {
    id: { type: "id" },
    command: { type: "text" },
    lineCount: { type: "integer" },
    lines: { type: "text" },
    code: { type: "id" },
    message: { type: "text" },
    receivedAtMs: { type: "instant" },
    failedAtMs: { type: "instant" },
  },
  key: ["id"],
  indexes: {},
} as const satisfies TableDefinition<RequestFailureRecord>;
