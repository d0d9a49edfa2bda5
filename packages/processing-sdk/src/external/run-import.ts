import {
  type ArchivedDocuments,
  type Ending,
  endingOf,
  findArchivedDocuments,
} from "../archive/find-archived-documents.js";
import { commandFromJson } from "../domain/command-json.js";
import type { CommandResult } from "../domain/command-result.js";
import type { Command } from "../domain/commands.js";
import { commandHash } from "../domain/ledger/command-hash.js";
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
      const archived = await findArchivedDocuments(storage, archive, commands, { signal: run.signal });
      const endings = await storage.background((transaction) => execute(context, transaction, found, archived), run);
      for (const ending of endings) {
        if (ending === "executed" || ending === "repeated") imported += 1;
        if (ending === "repeated") repeated += 1;
        if (ending === "refused") failed += 1;
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

/** A document with what became of it. */
interface Ended {
  readonly document: ExternalDocumentRecord;
  readonly payloadHash: string;
  readonly ending: Ending;
  readonly error: ProcessingError | undefined;
}

/** Executes a page and says what became of it, all in one transaction. */
async function execute(
  context: LedgerContext,
  transaction: StoreTransaction,
  page: readonly Found[],
  archived: ArchivedDocuments,
): Promise<readonly Ending[]> {
  const keys = page.map(({ document: { source, externalNumber } }) => [source, externalNumber] as const);
  const current = await transaction.read("externalDocuments", keys, { lock: "update" });
  // Another instance may have been faster.
  const found = page.filter((_, index) => current[index]?.status === "waiting");
  const commands = found.flatMap((one) => ("command" in one ? [one.command] : []));
  const results = (await executeCommands(context, transaction, commands, archived)).values();
  const ended = found.map((one): Ended => {
    const { document } = one;
    if ("error" in one) return { document, payloadHash: document.payloadHash, ending: "refused", error: one.error };
    const result = results.next().value as CommandResult;
    return {
      document,
      payloadHash: commandHash(one.command),
      ending: endingOf(one.command, result, archived),
      error: result.status === "rejected" ? result.error : undefined,
    };
  });
  await writeEnds(context, transaction, ended);
  return ended.map(({ ending }) => ending);
}

async function writeEnds(
  { nodeId, clock }: LedgerContext,
  transaction: StoreTransaction,
  ended: readonly Ended[],
): Promise<void> {
  const atMs = clock.now().getTime();
  const events: NewEvent[] = [];
  const results: ImportResultRecord[] = [];
  const imported: (readonly [string, string])[] = [];
  const failed: Pick<ExternalDocumentRecord, "source" | "externalNumber" | "status">[] = [];
  for (const { document, payloadHash, ending, error } of ended) {
    if (ending === "later") continue;
    const { source, externalNumber } = document;
    const documentId = externalDocumentId(document);
    const result = { source, externalNumber, documentId, payloadHash, atMs };
    if (ending === "refused") {
      const { code = "", message = "" } = error ?? {};
      failed.push({ source, externalNumber, status: "failed" });
      results.push({ ...result, status: "failed", code, message });
      const data = { source, code };
      events.push({ type: "external.failed", subject: documentId, legacyCode: legacyCodes.failed, data });
    } else {
      imported.push([source, externalNumber]);
      results.push({ ...result, status: "imported", code: "", message: "" });
      const legacyCode = legacyCodes.imported;
      events.push({ type: "external.imported", subject: documentId, legacyCode, data: { source } });
    }
  }
  await appendEvents(transaction, nodeId, atMs, events);
  await transaction.write([
    { table: "importResults", put: results },
    { table: "externalDocuments", delete: imported },
    { table: "externalDocuments", patch: failed },
  ]);
}
