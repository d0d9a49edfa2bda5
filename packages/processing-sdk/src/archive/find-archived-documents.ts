import type { Command } from "../domain/commands.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { PortOptions, StoreTransaction } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

/**
 * Documents that commands repeat, refund or cancel and that were cleaned up: executing the commands needs them, and the
 * archive cannot be asked in the middle of a transaction.
 */
export async function findArchivedDocuments(
  storage: NodeStorage,
  archive: ProcessingArchive | undefined,
  commands: readonly Command[],
  options: PortOptions,
): Promise<ReadonlyMap<string, DocumentRecord>> {
  const found = new Map<string, DocumentRecord>();
  if (archive === undefined || commands.length === 0) return found;
  const wanted = [...new Set(commands.flatMap(documentIdsOf))];
  for (const id of await storage.snapshot((transaction) => cleanedUpOf(transaction, wanted), options)) {
    const document = await archive.findDocument(id, options);
    if (document !== undefined) found.set(id, document);
  }
  return found;
}

function documentIdsOf(command: Command): readonly string[] {
  return command.type === "refund" || command.type === "cancel" ? [command.id, command.documentId] : [command.id];
}

/** Those of the ids whose documents moved to the registry. */
async function cleanedUpOf(transaction: StoreTransaction, ids: readonly string[]): Promise<readonly string[]> {
  const documents = await transaction.read(
    "documents",
    ids.map((id) => [id] as const),
  );
  const absent = ids.filter((_, index) => documents[index] === undefined);
  if (absent.length === 0) return [];
  const registered = await transaction.read(
    "registry",
    absent.map((id) => [id] as const),
  );
  return absent.filter((_, index) => registered[index]?.kind === "document");
}
