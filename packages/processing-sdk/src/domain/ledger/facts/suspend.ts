import type { SuspensionRecord } from "../../records/suspension-record.js";
import { addDocument, fits, post } from "../book-movement.js";
import { derivedId } from "../derived-id.js";
import type { DocumentFact, FactOutcome } from "../document-fact.js";
import type { LedgerState, WorkingDocument } from "../ledger-state.js";
import { conflictId } from "./conflict-id.js";
import { factDocument } from "./fact-document.js";
import { reverseByFact } from "./reverse-by-fact.js";
import type { SoundFact } from "./sound-fact.js";
import { suspenseAccount } from "./suspense-account.js";

/** An id that a store can keep and a person can read; what a child sent instead is in the body. */
const storableId = /^[^\p{Cc}\p{Cs}]{1,64}$/u;

/** Books a document on the suspense account of its node, as one posting of its sum, and tells why. */
export function suspend(
  state: LedgerState,
  fact: SoundFact,
  reason: "unknown-account" | "account-state" | "currency" | "conflict",
  subject: string,
): FactOutcome {
  const account = suspenseAccount(state, fact.nodeId, fact.document.currency);
  const amount = fact.document.lines.reduce((sum, line) => (line.scope === "global" ? sum + line.amount : sum), 0n);
  // Only amounts that no money has get here; the money could not be kept, so at least the document is.
  if (!fits(state, account, amount)) return recordMalformed(state, fact);

  const document = factDocument(state, fact, {
    id: reason === "conflict" ? conflictId(fact.document) : fact.document.id,
    state: reason === "unknown-account" ? "suspended:unknown-account" : "suspended:account-state",
    shard: account.shard,
  });
  const entry = amount === 0n ? 0n : post(state, document, 1, account, amount).entry;
  addDocument(state, document);
  if (reason !== "conflict") reverseByFact(state, fact);
  record(state, fact, document, { reason, subject, suspenseAccountId: account.id, amount, entry });
  return reason === "conflict" ? "conflict" : "suspended";
}

/** Keeps a document that cannot be understood, for people: no money moves. Its own id stays free for the sound document. */
export function recordMalformed(state: LedgerState, fact: DocumentFact): FactOutcome {
  const document: WorkingDocument = {
    id: derivedId("malformed", `${fact.origin}:${fact.seq}`),
    shard: "0",
    no: 0n,
    kind: "suspense",
    total: 0n,
    currency: "",
    lines: "[]",
    contra: `node:${fact.nodeId}`,
    reverses: null,
    reservationId: null,
    refunded: null,
    isCancelled: false,
    origin: fact.origin,
    originSeq: fact.seq,
    payloadHash: "",
    run: state.node.run,
    state: "rejected:malformed",
    occurredAtMs: fact.receivedAtMs,
    receivedAtMs: fact.receivedAtMs,
    recordedAtMs: state.nowMs,
    meta: JSON.stringify({ body: fact.body }),
  };
  addDocument(state, document);
  record(state, fact, document, {
    reason: "malformed",
    subject: storableId.test(fact.documentId) ? fact.documentId : "",
    suspenseAccountId: "",
    amount: 0n,
    entry: 0n,
  });
  return "malformed";
}

function record(
  state: LedgerState,
  { origin, seq }: DocumentFact,
  { id, currency }: WorkingDocument,
  suspension: Pick<SuspensionRecord, "reason" | "subject" | "suspenseAccountId" | "amount" | "entry">,
): void {
  state.changes.suspensions.push({
    documentId: id,
    status: "open",
    origin,
    originSeq: seq,
    currency,
    recordedAtMs: state.nowMs,
    resolvedAtMs: null,
    resolvedBy: null,
    ...suspension,
  });
  state.changes.events.push({
    type: eventTypes[suspension.reason],
    subject: id,
    data: { origin, seq: String(seq), reason: suspension.reason, subject: suspension.subject },
  });
}

const eventTypes = {
  "unknown-account": "document.suspended",
  "account-state": "document.suspended",
  currency: "document.suspended",
  conflict: "document.conflict",
  malformed: "document.malformed",
} as const;
