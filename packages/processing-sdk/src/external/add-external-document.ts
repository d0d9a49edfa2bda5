import type { Command } from "../domain/commands.js";
import { checkCommand } from "../domain/commands-check/check-command.js";
import { commandHash, encodeCommand } from "../domain/ledger/command-hash.js";
import type { ExternalDocumentRecord } from "../domain/records/external-record.js";
import { ProcessingError } from "../errors.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PortOptions } from "../ports/store.js";
import { issueNumbers } from "../storage/issue-numbers.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { externalDocumentId } from "./external-document-id.js";
import type { ExternalDocument, ExternalKey, ImportResult } from "./external-documents.js";
import { toImportResult } from "./import-results.js";

const arrivals = { name: "external", shard: "0" } as const;

/** Top-ups come before debits, so that these find the money; what reverses a document comes after it. */
const rankOf: { readonly [Type in Command["type"]]?: bigint } = {
  topUp: 0n,
  pay: 1n,
  transfer: 1n,
  adjust: 1n,
  refund: 2n,
  cancel: 2n,
};

/** Takes a document of another system. */
export async function addExternalDocument(
  storage: NodeStorage,
  context: LedgerContext,
  { source, externalNumber, command: given }: ExternalDocument,
  options?: PortOptions,
): Promise<ImportResult> {
  const key: ExternalKey = { source: checkText(source, "source", 64), externalNumber };
  checkText(externalNumber, "externalNumber", 128);
  const command = checkCommand({ ...given, id: externalDocumentId(key) });
  const rank = rankOf[command.type];
  if (rank === undefined) {
    throw malformed(`/command/type must be one of ${Object.keys(rankOf).join(", ")}`, "/command/type");
  }
  const document = {
    ...key,
    status: "waiting",
    rank,
    documentId: command.id,
    command: encodeCommand(command),
    payloadHash: commandHash(command),
  } as const;
  return storage.online(async (transaction) => {
    const recordKey = [[source, externalNumber] as const];
    const [waiting] = await transaction.read("externalDocuments", recordKey);
    const [result] = await transaction.read("importResults", recordKey);
    const knownHash = waiting?.payloadHash ?? result?.payloadHash;
    if (knownHash !== undefined && knownHash !== document.payloadHash) throw otherContent(document.documentId);
    if (waiting?.status === "waiting") return toImportResult(waiting);
    if (result !== undefined) return toImportResult(result);
    const arrival = await issueNumbers(transaction, arrivals.name, arrivals.shard, 1);
    const receivedAtMs = context.clock.now().getTime();
    const record: ExternalDocumentRecord = { ...document, arrival, receivedAtMs };
    await transaction.write([{ table: "externalDocuments", insert: [record] }]);
    return toImportResult(record);
  }, options);
}

// Ids of records are compared by their bytes; texts that only look alike would be two numbers.
const storable = /^(?!\s)[^\p{Cc}\p{Cs}]+(?<!\s)$/u;

function checkText(text: unknown, name: string, maxLength: number): string {
  if (typeof text === "string" && text.length <= maxLength && storable.test(text)) return text;
  throw malformed(`${name} must have 1 to ${maxLength} printable characters, no space first or last`, `/${name}`);
}

function malformed(message: string, path: string): ProcessingError {
  return new ProcessingError("PROCESSING_MALFORMED_DOCUMENT", `${message}.`, { details: { path } });
}

function otherContent(documentId: string): ProcessingError {
  return new ProcessingError(
    "PROCESSING_IDEMPOTENCY_CONFLICT",
    `The external document ${documentId} came with another content before. Give the other one a number of its own.`,
    { details: { documentId } },
  );
}
