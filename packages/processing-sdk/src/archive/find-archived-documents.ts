import type { CommandResult } from "../domain/command-result.js";
import type { Command } from "../domain/commands.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { PortOptions, StoreTransaction } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What the archive was asked before commands are executed. */
export interface ArchivedDocuments {
  /** By id. */
  readonly documents: ReadonlyMap<string, DocumentRecord>;
  /** Ids that it was asked for. */
  readonly asked: ReadonlySet<string>;
}

/**
 * Asks the archive for documents that commands repeat, refund or cancel and that were cleaned up: executing the commands
 * needs them, and the archive cannot be asked in the middle of a transaction.
 */
export async function findArchivedDocuments(
  storage: NodeStorage,
  archive: ProcessingArchive | undefined,
  commands: readonly Command[],
  options: PortOptions,
): Promise<ArchivedDocuments> {
  const documents = new Map<string, DocumentRecord>();
  const wanted = [...new Set(commands.flatMap(documentIdsOf))];
  if (wanted.length === 0) return { documents, asked: new Set() };
  const asked = await storage.snapshot((transaction) => cleanedUpOf(transaction, wanted), options);
  for (const id of archive === undefined ? [] : asked) {
    const document = await archive?.findDocument(id, options);
    if (document !== undefined) documents.set(id, document);
  }
  return { documents, asked: new Set(asked) };
}

/** What a result means for something that is executed once and goes then. */
export type Ending =
  | "executed"
  /** It had been executed before. */
  | "repeated"
  /** For good, as far as the node can tell. */
  | "refused"
  /** It may go through later. */
  | "later";

/** Tells what a result means for whoever keeps the command. */
export function endingOf(command: Command, result: CommandResult, { asked }: ArchivedDocuments): Ending {
  if (result.status === "accepted") return result.isRepeat ? "repeated" : "executed";
  const { code, details, retryable } = result.error;
  if (code === "PROCESSING_DOCUMENT_NOT_FOUND" && details["isCleanedUp"] === true) {
    // The document of the command itself: it was executed, whether the archive can be asked or not.
    if (details["documentId"] === command.id) return "repeated";
    // The original was cleaned up after the archive was asked for others.
    if (!asked.has(String(details["documentId"]))) return "later";
  }
  return retryable ? "later" : "refused";
}

function documentIdsOf(command: Command): readonly string[] {
  return command.type === "refund" || command.type === "cancel" ? [command.id, command.documentId] : [command.id];
}

/** Those of the ids whose documents moved to the registry. */
async function cleanedUpOf(transaction: StoreTransaction, ids: readonly string[]): Promise<readonly string[]> {
  const documents = await transaction.read("documents", toKeys(ids));
  const absent = ids.filter((_, index) => documents[index] === undefined);
  if (absent.length === 0) return [];
  const registered = await transaction.read("registry", toKeys(absent));
  return absent.filter((_, index) => registered[index]?.kind === "document");
}

function toKeys(ids: readonly string[]): readonly (readonly [string])[] {
  return ids.map((id) => [id] as const);
}
