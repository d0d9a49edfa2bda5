import type { MovementDocument } from "../domain/document.js";
import type { SuspensionRecord } from "../domain/records/suspension-record.js";
import { ProcessingError } from "../errors.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { redriveDocument } from "../ledger/redrive-document.js";
import { checkLimit, type PagedRun } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { RedriveOptions, RedriveReport, Suspension, SuspensionQuery } from "./suspensions.js";

/** Reads suspensions, by id. */
export async function readSuspensions(
  storage: NodeStorage,
  { status = "open", after, limit = 100 }: SuspensionQuery = {},
  options: PortOptions = {},
): Promise<readonly Suspension[]> {
  checkLimit(limit, "suspensions");
  const records = await storage.snapshot(
    (transaction) =>
      transaction.range("suspensions", "byStatus", {
        prefix: [status],
        limit,
        ...(after !== undefined && { after: [after] }),
      }),
    options,
  );
  return records.map(toSuspension);
}

/** Books a suspended document on its accounts, or on those that replace them. */
export function redrive(
  storage: NodeStorage,
  context: LedgerContext,
  documentId: string,
  { signal, replace }: RedriveOptions = {},
): Promise<MovementDocument> {
  const request = { documentId, ...(replace !== undefined && { replace }) };
  return storage.online((transaction) => redriveDocument(context, transaction, request), { signal });
}

/** Tries open suspensions page by page, each in a transaction of its own. */
export async function redriveAll(
  storage: NodeStorage,
  context: LedgerContext,
  { limit, maxPages, signal }: PagedRun,
): Promise<RedriveReport> {
  let redriven = 0;
  let refused = 0;
  let after: string | undefined;
  for (let page = 0; page < maxPages && !isAborted(signal); page += 1) {
    const query = { limit, ...(after !== undefined && { after }) };
    const suspensions = await readSuspensions(storage, query, { signal });
    for (const { documentId, reason } of suspensions) {
      if (isAborted(signal)) return { redriven, refused, isFinished: false };
      const isDone = reason !== "malformed" && (await tryRedrive(storage, context, documentId, { signal }));
      if (isDone) redriven += 1;
      else refused += 1;
      after = documentId;
    }
    if (suspensions.length < limit) return { redriven, refused, isFinished: true };
  }
  return { redriven, refused, isFinished: false };
}

/** A function, because it changes while work is awaited. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

async function tryRedrive(
  storage: NodeStorage,
  context: LedgerContext,
  documentId: string,
  { signal }: PortOptions,
): Promise<boolean> {
  try {
    await storage.background((transaction) => redriveDocument(context, transaction, { documentId }), { signal });
    return true;
  } catch (error) {
    // What the store fails with is for the caller; what the accounts refuse stays suspended.
    if (ProcessingError.is(error) && refusals.has(error.code)) return false;
    throw error;
  }
}

const refusals: ReadonlySet<string> = new Set([
  "PROCESSING_DOCUMENT_NOT_FOUND",
  "PROCESSING_MALFORMED_DOCUMENT",
  "PROCESSING_ACCOUNT_NOT_FOUND",
  "PROCESSING_ACCOUNT_BLOCKED",
  "PROCESSING_ACCOUNT_CLOSED",
  "PROCESSING_CURRENCY_MISMATCH",
  "PROCESSING_AMOUNT_RANGE",
]);

function toSuspension(record: SuspensionRecord): Suspension {
  const { entry: _, recordedAtMs, resolvedAtMs, resolvedBy, ...suspension } = record;
  return {
    ...suspension,
    recordedAt: new Date(recordedAtMs),
    ...(resolvedAtMs !== null && { resolvedAt: new Date(resolvedAtMs) }),
    ...(resolvedBy !== null && { resolvedBy }),
  };
}
