import type { DocumentState, MovementDocument } from "../document.js";
import type { DocumentRecord } from "../records/document-record.js";
import { decodeLines } from "./document-lines.js";
import type { NodeState } from "./node-state.js";

/** A document as the node shows it. */
export function toDocument(node: NodeState, record: DocumentRecord): MovementDocument {
  const originSeq = record.originSeq ?? ownSequence(node, record);
  return {
    id: record.id,
    kind: record.kind,
    state: record.state === "recorded" ? stateAtChild(node, originSeq) : record.state,
    total: record.total,
    currency: record.currency,
    postings: decodeLines(record.lines).map(({ accountId, amount, balanceAfter }, index) => ({
      line: index + 1,
      accountId,
      amount,
      balanceAfter,
    })),
    contra: record.contra,
    ...(record.reverses === null ? {} : { reverses: record.reverses }),
    ...(record.reservationId === null ? {} : { reservationId: record.reservationId }),
    origin: record.origin,
    ...(originSeq === undefined ? {} : { originSeq }),
    occurredAt: new Date(record.occurredAtMs),
    recordedAt: new Date(record.recordedAtMs),
    meta: JSON.parse(record.meta) as Readonly<Record<string, string>>,
    payloadHash: record.payloadHash,
  };
}

/** Documents of earlier incarnations of a child have no number in the present one. */
function ownSequence(node: NodeState, { no, state }: DocumentRecord): bigint | undefined {
  return state === "recorded" && no > node.sequenceBase ? no - node.sequenceBase : undefined;
}

/** The watermarks of the root tell where a child's own document stands. */
function stateAtChild(node: NodeState, sequence: bigint | undefined): DocumentState {
  if (sequence === undefined || sequence <= node.durable) return "archived";
  if (sequence <= node.settled) return "settled";
  return sequence <= node.acked ? "received" : "recorded";
}
