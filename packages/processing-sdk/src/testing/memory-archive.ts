import {
  type AccountRecord,
  type AnyRecord,
  type ArchiveContent,
  checkRange,
  checkRecord,
  type DocumentRecord,
  type PostingRecord,
  type ProcessingArchive,
  ProcessingError,
} from "@opora/processing-sdk";

/** An archive that forgets everything with the process: for tests, simulations and demonstrations. */
export interface MemoryArchive extends ProcessingArchive {
  /** Everything that it holds: documents in the order in which they came, postings by account and entry, accounts by id. */
  content(): ArchiveContent;
}

/**
 * Creates an archive in memory.
 *
 * @example
 * ```ts
 * const archive = createMemoryArchive();
 * ```
 */
export function createMemoryArchive(): MemoryArchive {
  const documents = new Map<string, DocumentRecord>();
  const postings = new Map<string, Map<bigint, PostingRecord>>();
  const accounts = new Map<string, AccountRecord>();
  let isClosed = false;

  async function asCalled<Answer>(signal: AbortSignal | undefined, work: () => Answer): Promise<Answer> {
    signal?.throwIfAborted();
    if (isClosed) throw new ProcessingError("PROCESSING_CLOSED", "The archive is closed.");
    return work();
  }

  const postingsOf = (accountId: string): readonly PostingRecord[] =>
    [...(postings.get(accountId)?.values() ?? [])].sort((left, right) => (left.entry < right.entry ? -1 : 1));

  function keepPosting(posting: PostingRecord): void {
    const ofAccount = postings.get(posting.accountId) ?? new Map<bigint, PostingRecord>();
    postings.set(posting.accountId, ofAccount);
    if (!ofAccount.has(posting.entry)) ofAccount.set(posting.entry, copyOf(posting));
  }

  return {
    put: (content, { signal } = {}) =>
      asCalled(signal, () => {
        for (const document of content.documents) checkRecord("documents", document);
        for (const posting of content.postings) checkRecord("postings", posting);
        for (const account of content.accounts) checkRecord("accounts", account);
        for (const document of content.documents) {
          if (!documents.has(document.id)) documents.set(document.id, copyOf(document));
        }
        for (const posting of content.postings) keepPosting(posting);
        for (const account of content.accounts) {
          const known = accounts.get(account.id);
          if (known === undefined || account.updateNo > known.updateNo) accounts.set(account.id, copyOf(account));
        }
      }),
    findDocument: (id, { signal } = {}) => asCalled(signal, () => documents.get(id)),
    readPostings: ({ accountId, beforeEntry, limit }, { signal } = {}) =>
      asCalled(signal, () => {
        checkRange("postings", "key", { prefix: [accountId], limit });
        return postingsOf(accountId)
          .filter(({ entry }) => beforeEntry === undefined || entry < beforeEntry)
          .reverse()
          .slice(0, limit);
      }),
    async close() {
      isClosed = true;
    },
    content: () => ({
      documents: [...documents.values()],
      postings: [...postings.keys()].sort().flatMap((accountId) => postingsOf(accountId)),
      accounts: [...accounts.keys()].sort().map((id) => accounts.get(id) as AccountRecord),
    }),
  };
}

function copyOf<Row extends AnyRecord>(record: Row): Row {
  return Object.freeze({ ...record });
}
