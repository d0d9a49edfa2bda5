import { postingKeysOf } from "../archive/postings-of.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { StoreTransaction } from "../ports/store.js";
import { readCounters } from "../storage/cursors.js";
import type { AuditContext, AuditFinding } from "./audit.js";

/** Finds the postings of every document. Resolves with how many documents there are. */
export async function auditDocuments(audit: AuditContext): Promise<number> {
  const { storage, pageSize, signal } = audit;
  let documents = 0;
  const shards = await storage.snapshot((transaction) => readCounters(transaction, "documents"), { signal });
  for (const shard of shards.keys()) {
    let after = -1n;
    while (signal?.aborted !== true) {
      const query = { prefix: [shard], after: [after], limit: pageSize };
      const page = await storage.snapshot(
        async (transaction) => {
          const found = await transaction.range("documents", "byNo", query);
          return { found, findings: await checkPage(transaction, found) };
        },
        { signal },
      );
      for (const finding of page.findings) audit.report(finding);
      documents += page.found.length;
      after = page.found.at(-1)?.no ?? after;
      if (page.found.length < pageSize) break;
    }
  }
  return documents;
}

async function checkPage(
  transaction: StoreTransaction,
  documents: readonly DocumentRecord[],
): Promise<readonly AuditFinding[]> {
  const owners: DocumentRecord[] = [];
  const keys: (readonly [string, bigint])[] = [];
  for (const document of documents) {
    for (const key of await postingKeysOf(transaction, [document])) {
      owners.push(document);
      keys.push(key);
    }
  }
  if (keys.length === 0) return [];
  const postings = await transaction.read("postings", keys);
  const missing = keys.filter((_, index) => postings[index] === undefined).map(([accountId]) => accountId);
  const openings = await readOpenings(transaction, missing);
  return keys.flatMap(([accountId, entry], index) => {
    const { id } = owners[index] as DocumentRecord;
    const posting = postings[index];
    if (posting?.documentId === id) return [];
    // A document that came back from the archive to be refunded has left its postings there.
    if (posting === undefined && entry <= (openings.get(accountId) ?? 0n)) return [];
    const found = posting === undefined ? "nothing" : `a posting of ${posting.documentId}`;
    return [{ kind: "document" as const, subject: id, expected: `entry ${entry} of ${accountId}`, found }];
  });
}

/** Up to which entry postings of accounts were cleaned up. */
async function readOpenings(
  transaction: StoreTransaction,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  if (accountIds.length === 0) return new Map();
  const keys = [...new Set(accountIds)].map((id) => [id] as const);
  const openings = await transaction.read("openings", keys);
  return new Map(openings.flatMap((opening) => (opening ? [[opening.accountId, opening.entry] as const] : [])));
}
