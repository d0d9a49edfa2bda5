import type { WireDocument, WireLine } from "../../protocol/messages.js";
import { addDocument, fits, type MovementLine, post, reportOverdraft } from "../book-movement.js";
import { moveAllotment } from "../decisions/decide-account.js";
import type { FactOutcome } from "../document-fact.js";
import { encodeLines } from "../document-lines.js";
import type { LedgerState, WorkingDocument } from "../ledger-state.js";
import { captureByFact } from "./capture-by-fact.js";
import { conflictId, knownHash } from "./conflict-id.js";
import { factDocument } from "./fact-document.js";
import { reverseByFact } from "./reverse-by-fact.js";
import type { SoundFact } from "./sound-fact.js";
import { suspend } from "./suspend.js";

/** Why a document cannot be booked on its accounts. */
interface Obstacle {
  readonly reason: "unknown-account" | "account-state" | "currency";
  readonly accountId: string;
}

/**
 * Books a child's document at the root. It has happened, so it is never refused: what its accounts cannot take, and what
 * bears the id of another document, stands on the suspense account of the child.
 */
export function bookFact(state: LedgerState, fact: SoundFact): FactOutcome {
  const { document } = fact;
  const known = knownHash(state, document.id);
  if (known === document.payloadHash) return reportDuplicate(state, fact);
  if (known !== undefined) {
    const wasSuspended = knownHash(state, conflictId(document)) !== undefined;
    return wasSuspended ? reportDuplicate(state, fact) : suspend(state, fact, "conflict", document.id);
  }

  const globalLines = document.lines.filter(({ scope }) => scope === "global");
  if (globalLines.length === 0) return keepForArchive(state, fact);
  const obstacle = findObstacle(state, document, globalLines);
  if (obstacle !== undefined) return suspend(state, fact, obstacle.reason, obstacle.accountId);
  return apply(state, fact);
}

function reportDuplicate(state: LedgerState, { documentId, origin, seq }: SoundFact): FactOutcome {
  state.changes.events.push({
    type: "document.duplicate",
    subject: documentId,
    data: { origin, seq: String(seq) },
  });
  return "duplicate";
}

/** Local accounts are the child's own business: the root keeps what happened to them and moves nothing. */
function keepForArchive(state: LedgerState, fact: SoundFact): FactOutcome {
  const document = factDocument(state, fact, { id: fact.document.id, state: "archiveOnly", shard: "0" });
  addDocument(state, document);
  reverseByFact(state, fact);
  return "archiveOnly";
}

function findObstacle(state: LedgerState, document: WireDocument, lines: readonly WireLine[]): Obstacle | undefined {
  for (const { accountId, amount } of lines) {
    const account = state.accounts.get(accountId);
    // A local account of the root is no business of a child.
    if (account === undefined || account.scope === "local") return { reason: "unknown-account", accountId };
    if (account.currency !== document.currency) return { reason: "currency", accountId };
    const isSuspended = account.blocked && amount < 0n && state.rules.factsOnBlocked === "suspend";
    if (account.closed || isSuspended || !fits(state, account, amount)) return { reason: "account-state", accountId };
  }
  return undefined;
}

function apply(state: LedgerState, fact: SoundFact): FactOutcome {
  const moved: MovementLine[] = [];
  const document: WorkingDocument = factDocument(state, fact, { id: fact.document.id, state: "settled", shard: "0" });
  const lines = fact.document.lines.map((line, index) => {
    const account = line.scope === "global" ? state.accounts.get(line.accountId) : undefined;
    if (account === undefined) return { ...line, entry: 0n };
    if (moved.length === 0) document.shard = account.shard;
    moved.push({ account, amount: line.amount });
    const { entry } = post(state, document, index + 1, account, line.amount);
    if (account.spendMode === "allotment") moveAllotment(state, account, fact.nodeId, line.amount);
    return { ...line, entry };
  });
  document.lines = encodeLines(lines);
  addDocument(state, document);
  captureByFact(state, fact);
  reverseByFact(state, fact);
  reportOverdraft(state, document, moved);
  return "applied";
}
