import type { WireDocument } from "../protocol/messages.js";

/** A child's document as the root books it: something that has happened already. */
export interface DocumentFact {
  readonly origin: string;
  readonly nodeId: string;
  readonly receivedAtMs: number;
  /** Absent when the body that arrived cannot be understood; then it is kept as malformed. */
  readonly document: WireDocument | undefined;
  readonly documentId: string;
  readonly seq: bigint;
  /** The body as it arrived. */
  readonly body: string;
}

/** What became of a fact. */
export type FactOutcome = "applied" | "suspended" | "duplicate" | "conflict" | "malformed" | "archiveOnly";
