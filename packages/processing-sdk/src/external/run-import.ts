import { findArchivedDocuments } from "../archive/find-archived-documents.js";
import { commandFromJson } from "../domain/command-json.js";
import type { CommandResult } from "../domain/command-result.js";
import type { Command } from "../domain/commands.js";
import { commandHash } from "../domain/ledger/command-hash.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { ExternalDocumentRecord, ImportResultRecord } from "../domain/records/external-record.js";
import type { RecordValue } from "../domain/records/record-value.js";
import { ProcessingError } from "../errors.js";
import { appendEvents, type NewEvent } from "../events/append-events.js";
import { executeCommands } from "../ledger/execute-commands.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { type PagedRun, workPages } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { StoreTransaction } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { externalDocumentId } from "./external-document-id.js";
import type { ImportReport } from "./external-documents.js";

/** What importing needs. */
export interface ImportContext {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  readonly archive: ProcessingArchive | undefined;
}

/** The seed's numbers of the two events. */
const legacyCodes = { imported: 146_001n, failed: 147_050n } as const;

/** A document of a page with its command, or with what is wrong with it. */
type Found = { readonly document: ExternalDocumentRecord } & (
  | { readonly command: Command }
  | { readonly error: ProcessingError }
);

/** Imports what waits, page by page. */
export async function runImport(parts: ImportContext, run: PagedRun): Promise<ImportReport> {
  const { storage, context, archive } = parts;
  let imported = 0;
  let repeated = 0;
  let failed = 0;
  let after: readonly RecordValue[] | undefined;
  const isFinished = await workPages(run, async () => {
    const page = await storage.snapshot((transaction) => readPage(transaction, after, run.limit), run);
    if (page.length > 0) {
      const found = page.map(look);
      const commands = found.flatMap((one) => ("command" in one ? [one.command] : []));
      const documents = await findArchivedDocuments(storage, archive, commands, { signal: run.signal });
      const results = await storage.background((transaction) => execute(context, transaction, found, documents), run);
      for (const result of results) {
        if (result.status === "accepted") imported += 1;
        else if (!result.error.retryable) failed += 1;
        if (result.status === "accepted" && result.isRepeat) repeated += 1;
      }
    }
    const last = page.at(-1);
    if (last !== undefined) after = [last.rank, last.arrival, last.source, last.externalNumber];
    return page.length < run.limit ? "last" : "more";
  });
  return { imported, repeated, failed, isFinished };
}

function readPage(
  transaction: StoreTransaction,
  after: readonly RecordValue[] | undefined,
  limit: number,
): Promise<readonly ExternalDocumentRecord[]> {
  return transaction.range("externalDocuments", "byTurn", {
    prefix: ["waiting"],
    limit,
    ...(after === undefined ? {} : { after }),
  });
}

function look(document: ExternalDocumentRecord): Found {
  try {
    // The id is made anew: a host that inserts rows itself cannot give two documents one id, or one document two.
    const id = externalDocumentId(document);
    return { document, command: commandFromJson({ ...(JSON.parse(document.command) as object), id }) };
  } catch (cause) {
    if (ProcessingError.is(cause)) return { document, error: cause };
    const message = "The command of an external document must be a JSON object.";
    return { document, error: new ProcessingError("PROCESSING_MALFORMED_DOCUMENT", message, { cause }) };
  }
}

/** Executes a page and says what became of it, all in one transaction. */
async function execute(
  context: LedgerContext,
  transaction: StoreTransaction,
  page: readonly Found[],
  documents: ReadonlyMap<string, DocumentRecord>,
): Promise<readonly CommandResult[]> {
  const keys = page.map(({ document: { source, externalNumber } }) => [source, externalNumber] as const);
  const current = await transaction.read("externalDocuments", keys, { lock: "update" });
  // Another instance may have been faster.
  const found = page.filter((_, index) => current[index]?.status === "waiting");
  const commands = found.flatMap((one) => ("command" in one ? [one.command] : []));
  const executed = (await executeCommands(context, transaction, commands, { documents })).values();
  const results = found.map(
    (one): CommandResult =>
      "command" in one ? (executed.next().value as CommandResult) : { status: "rejected", error: one.error },
  );
  await writeResults(context, transaction, found, results);
  return results;
}

async function writeResults(
  { nodeId, clock }: LedgerContext,
  transaction: StoreTransaction,
  found: readonly Found[],
  results: readonly CommandResult[],
): Promise<void> {
  const atMs = clock.now().getTime();
  const events: NewEvent[] = [];
  const records: ImportResultRecord[] = [];
  const imported: (readonly [string, string])[] = [];
  const failed: Pick<ExternalDocumentRecord, "source" | "externalNumber" | "status">[] = [];
  for (const [index, one] of found.entries()) {
    const result = results[index] as CommandResult;
    const { document } = one;
    const { source, externalNumber } = document;
    const payloadHash = "command" in one ? commandHash(one.command) : document.payloadHash;
    const documentId = externalDocumentId(document);
    const record = { source, externalNumber, documentId, payloadHash, atMs };
    if (result.status === "accepted") {
      imported.push([source, externalNumber]);
      records.push({ ...record, status: "imported", code: "", message: "" });
      const legacyCode = legacyCodes.imported;
      events.push({ type: "external.imported", subject: documentId, legacyCode, data: { source } });
    } else if (!result.error.retryable) {
      const { code, message } = result.error;
      failed.push({ source, externalNumber, status: "failed" });
      records.push({ ...record, status: "failed", code, message });
      events.push({
        type: "external.failed",
        subject: documentId,
        legacyCode: legacyCodes.failed,
        data: { source, code },
      });
    }
  }
  await appendEvents(transaction, nodeId, atMs, events);
  await transaction.write([
    { table: "importResults", put: records },
    { table: "externalDocuments", delete: imported },
    { table: "externalDocuments", patch: failed },
  ]);
}
