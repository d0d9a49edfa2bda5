import { decodeLines } from "../domain/ledger/document-lines.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { PostingRecord } from "../domain/records/posting-record.js";
import type { StoreTransaction } from "../ports/store.js";
import type { AuditFinding } from "./audit.js";

/** Finds the document of each posting: it says the same, or it was cleaned up before its posting could be. */
export async function checkPostingsOfDocuments(
  transaction: StoreTransaction,
  postings: readonly PostingRecord[],
): Promise<readonly AuditFinding[]> {
  const ids = [...new Set(postings.map(({ documentId }) => documentId))];
  if (ids.length === 0) return [];
  const found = await transaction.read(
    "documents",
    ids.map((id) => [id] as const),
  );
  const byId = new Map(found.flatMap((document) => (document === undefined ? [] : [[document.id, document]])));
  const absent = ids.filter((id) => !byId.has(id));
  const registered =
    absent.length === 0
      ? []
      : await transaction.read(
          "registry",
          absent.map((id) => [id] as const),
        );
  const cleanedUp = new Set(registered.flatMap((one) => (one?.kind === "document" ? [one.id] : [])));
  return postings.flatMap((posting) => {
    const document = byId.get(posting.documentId);
    if (document === undefined ? cleanedUp.has(posting.documentId) : names(document, posting)) return [];
    const { accountId, entry, documentId, line, amount } = posting;
    return [
      {
        kind: "document" as const,
        subject: documentId,
        expected: `line ${line} with ${amount} on ${accountId}, entry ${entry}`,
        found: document === undefined ? "no document" : "another line",
      },
    ];
  });
}

/** Whether a document has a posting among its lines. A suspended one has its sum on the suspense account instead. */
function names(document: DocumentRecord, { accountId, entry, line, amount, no }: PostingRecord): boolean {
  if (document.no !== no) return false;
  const lines = decodeLines(document.lines);
  if (document.state.startsWith("suspended:")) {
    const sum = lines.reduce((total, { amount, scope }) => (scope === "global" ? total + amount : total), 0n);
    return line === 1n && sum === amount;
  }
  const named = lines[Number(line) - 1];
  return named?.accountId === accountId && named.entry === entry && named.amount === amount;
}
