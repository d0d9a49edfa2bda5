import type { DocumentFact, FactOutcome } from "../domain/ledger/document-fact.js";
import type { WireDocument } from "../domain/protocol/messages.js";
import { decodeDocument } from "../domain/protocol/wire-document.js";
import type { InboxRecord } from "../domain/records/inbox-record.js";
import type { OriginRecord } from "../domain/records/origin-record.js";
import { ProcessingError } from "../errors.js";
import { bookFacts } from "../ledger/book-facts.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PagedRun } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { StoreTransaction } from "../ports/store.js";
import { moveCursors, readCounter } from "../storage/cursors.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { findArchivedOriginals } from "./find-archived-originals.js";

/** What a run of settling did. */
export interface SettleReport {
  readonly documents: number;
  /** How many documents came to which end. */
  readonly outcomes: Readonly<Record<FactOutcome, number>>;
  readonly pages: number;
  /** Whether everything that had been received was settled. */
  readonly isFinished: boolean;
}

/** What settling works with. */
export interface SettleParts {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  /** Where documents are that were cleaned up; refunds of them are counted against them. */
  readonly archive?: ProcessingArchive | undefined;
}

/** The counter that says how many pages were settled in all: the next run goes on with the origin after the last one. */
const turnCounter = "settle:turn";
const onlyShard = "0";
const originsPerPage = 1000;

/**
 * Books what was received, one page of each child in turn, so that none waits for another's backlog. Safe to run from
 * several instances: a page is settled under the lock of its origin, in one transaction with everything that it changes.
 */
export async function settle(parts: SettleParts, run: PagedRun): Promise<SettleReport> {
  const { storage } = parts;
  const { turn, origins } = await storage.snapshot(readTurn, run);
  let waiting = rotate(origins, turn);
  const outcomes = { applied: 0, suspended: 0, duplicate: 0, conflict: 0, malformed: 0, archiveOnly: 0 };
  let documents = 0;
  let pages = 0;
  while (waiting.length > 0 && pages < run.maxPages && run.signal?.aborted !== true) {
    const [next, ...others] = waiting as [string, ...string[]];
    const page = await settlePage(parts, next, run);
    for (const outcome of page.outcomes) outcomes[outcome] += 1;
    documents += page.outcomes.length;
    pages += 1;
    waiting = page.isLast ? others : [...others, next];
  }
  if (pages > 0) await storage.background((transaction) => moveTurn(transaction, turn, pages), run);
  return { documents, outcomes, pages, isFinished: waiting.length === 0 };
}

async function readTurn(
  transaction: StoreTransaction,
): Promise<{ readonly turn: bigint; readonly origins: readonly string[] }> {
  const origins: string[] = [];
  let after: readonly [string] | undefined;
  for (;;) {
    const page: readonly OriginRecord[] = await transaction.range("origins", "key", {
      prefix: [],
      limit: originsPerPage,
      ...(after !== undefined && { after }),
    });
    for (const { originId, received, settled } of page) if (settled < received) origins.push(originId);
    const last = page.at(-1);
    if (last === undefined || page.length < originsPerPage) break;
    after = [last.originId];
  }
  return { turn: await readCounter(transaction, turnCounter, onlyShard), origins };
}

/** Another instance may have moved it meanwhile: then it is where it should be. */
async function moveTurn(transaction: StoreTransaction, from: bigint, pages: number): Promise<void> {
  await moveCursors(transaction, turnCounter, [{ shard: onlyShard, from, to: from + BigInt(pages) }]);
}

function rotate(origins: readonly string[], turn: bigint): readonly string[] {
  if (origins.length === 0) return origins;
  const first = Number(turn % BigInt(origins.length));
  return [...origins.slice(first), ...origins.slice(0, first)];
}

/** What one page came to. */
interface SettledPage {
  readonly outcomes: readonly FactOutcome[];
  /** Whether nothing of the origin waits any more. */
  readonly isLast: boolean;
}

/**
 * Settles the next documents of an origin in one transaction: balances, numbers, documents, watermark and inbox. They are
 * read and understood before it, so that the locks are held for the booking only.
 */
async function settlePage(parts: SettleParts, originId: string, { limit, signal }: PagedRun): Promise<SettledPage> {
  const { storage, context, archive } = parts;
  const { origin, inbox } = await storage.snapshot((transaction) => readPage(transaction, originId, limit), { signal });
  const last = inbox.at(-1);
  if (origin === undefined || last === undefined) return { outcomes: [], isLast: true };
  const facts = inbox.map((record) => toFact(origin, record));
  const archived = await findArchivedOriginals(storage, archive, facts, { signal });
  return storage.background(
    async (transaction) => {
      const [locked] = await transaction.read("origins", [[originId]], { lock: "update" });
      // Another instance was faster: what is left of this origin is for the next turn.
      if (locked?.settled !== origin.settled) return { outcomes: [], isLast: false };
      const outcomes = await bookFacts(context, transaction, facts, archived);
      await transaction.write([
        { table: "origins", patch: [{ originId, settled: last.seq }] },
        { table: "inbox", deleteThrough: { prefix: [originId], through: last.seq } },
      ]);
      return { outcomes, isLast: last.seq === locked.received };
    },
    { signal },
  );
}

async function readPage(
  transaction: StoreTransaction,
  originId: string,
  limit: number,
): Promise<{ readonly origin: OriginRecord | undefined; readonly inbox: readonly InboxRecord[] }> {
  const [origin] = await transaction.read("origins", [[originId]]);
  if (origin === undefined || origin.settled === origin.received) return { origin, inbox: [] };
  const inbox = await transaction.range("inbox", "key", { prefix: [originId], after: [origin.settled], limit });
  if (inbox.at(-1)?.seq !== origin.settled + BigInt(inbox.length)) throw gapIn(origin);
  return { origin, inbox };
}

function gapIn({ originId, settled }: OriginRecord): ProcessingError {
  return new ProcessingError(
    "PROCESSING_STORE_CORRUPT",
    `The inbox of ${originId} has a gap after ${settled}: it received more than it has.`,
    { details: { originId, settled: String(settled) } },
  );
}

function toFact({ originId, nodeId }: OriginRecord, record: InboxRecord): DocumentFact {
  const { documentId, seq, body, receivedAtMs } = record;
  return { origin: originId, nodeId, receivedAtMs, document: understand(record), documentId, seq, body };
}

/** A body that cannot be understood is settled all the same, as malformed: it must not hinder those behind it. */
function understand({ body }: InboxRecord): WireDocument | undefined {
  try {
    return decodeDocument(JSON.parse(body));
  } catch {
    return undefined;
  }
}
