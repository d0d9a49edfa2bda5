import type { DocumentFact } from "../domain/ledger/document-fact.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { PortOptions, StoreTransaction } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

/**
 * Takes from the archive the documents that facts refund or cancel and that were cleaned up here: the archive cannot be
 * asked in the middle of a transaction.
 */
export async function findArchivedOriginals(
  storage: NodeStorage,
  archive: ProcessingArchive | undefined,
  facts: readonly DocumentFact[],
  options: PortOptions,
): Promise<ReadonlyMap<string, DocumentRecord>> {
  const found = new Map<string, DocumentRecord>();
  const wanted = [...new Set(facts.flatMap(({ document }) => document?.reverses ?? []))].sort();
  if (archive === undefined || wanted.length === 0) return found;
  for (const id of await storage.snapshot((transaction) => cleanedUpOf(transaction, wanted), options)) {
    const document = await archive.findDocument(id, options);
    if (document !== undefined) found.set(id, document);
  }
  return found;
}

async function cleanedUpOf(transaction: StoreTransaction, ids: readonly string[]): Promise<readonly string[]> {
  const registered = await transaction.read(
    "registry",
    ids.map((id) => [id] as const),
  );
  return ids.filter((_, index) => registered[index]?.kind === "document");
}
