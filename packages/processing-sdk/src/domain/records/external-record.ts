import type { TableDefinition } from "./record-value.js";

/** A document of another system that the root is to execute. It goes when it is imported. */
export type ExternalDocumentRecord = {
  readonly source: string;
  /** Its number at the source: a GUID or any text; unique there. */
  readonly externalNumber: string;
  /** `failed`: listed until somebody asks to try again. */
  readonly status: "waiting" | "failed";
  /** What comes first: 0 top-ups, 1 debits, 2 refunds and cancels. */
  readonly rank: bigint;
  /** Order of arrival. */
  readonly arrival: bigint;
  /** The number when it is a GUID, otherwise made of source and number. */
  readonly documentId: string;
  /** JSON of the command, without its id. */
  readonly command: string;
  readonly payloadHash: string;
  readonly receivedAtMs: number;
};

export const externalDocumentTable = {
  fields: {
    source: { type: "id" },
    externalNumber: { type: "id" },
    status: { type: "id" },
    rank: { type: "integer" },
    arrival: { type: "integer" },
    documentId: { type: "id" },
    command: { type: "text" },
    payloadHash: { type: "id" },
    receivedAtMs: { type: "instant" },
  },
  key: ["source", "externalNumber"],
  indexes: { byTurn: ["status", "rank", "arrival", "source", "externalNumber"] },
} as const satisfies TableDefinition<ExternalDocumentRecord>;

/** What became of an external document. */
export type ImportResultRecord = {
  readonly source: string;
  readonly externalNumber: string;
  readonly status: "imported" | "failed";
  readonly documentId: string;
  readonly payloadHash: string;
  /** Empty when it was imported. */
  readonly code: string;
  readonly message: string;
  readonly atMs: number;
};

export const importResultTable = {
  fields: {
    source: { type: "id" },
    externalNumber: { type: "id" },
    status: { type: "id" },
    documentId: { type: "id" },
    payloadHash: { type: "id" },
    code: { type: "id" },
    message: { type: "text" },
    atMs: { type: "instant" },
  },
  key: ["source", "externalNumber"],
  indexes: { byTime: ["status", "atMs", "source", "externalNumber"] },
} as const satisfies TableDefinition<ImportResultRecord>;
