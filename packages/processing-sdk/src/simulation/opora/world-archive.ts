import type { ArchiveContent, DocumentRecord, PostingRecord, ProcessingArchive } from "@opora/processing-sdk";
import { areSameLines, linesOf } from "./document-line.js";

/** The archive of the simulated root: another database, that no restore of the root touches. */
export interface WorldArchive extends ProcessingArchive {
  readonly documents: ReadonlyMap<string, DocumentRecord>;
  /** Every row of a document that was put in. */
  readonly rows: readonly DocumentRecord[];
  /** Ids that arrived again with another content. */
  readonly contradictions: readonly string[];
}

/** Creates an empty archive. */
export function createWorldArchive(initial: readonly DocumentRecord[] = []): WorldArchive {
  const documents = new Map(initial.map((record) => [record.id, record]));
  const rows = [...initial];
  const postings = new Map<string, PostingRecord>();
  const contradictions: string[] = [];
  return {
    documents,
    rows,
    contradictions,
    async put(content: ArchiveContent) {
      for (const record of content.documents) {
        const known = documents.get(record.id);
        if (known === undefined) {
          documents.set(record.id, record);
          rows.push(record);
        } else if (known.payloadHash !== record.payloadHash || !areSameLines(linesOf(known), linesOf(record))) {
          contradictions.push(record.id);
        }
      }
      for (const posting of content.postings) {
        const key = `${posting.accountId}\0${posting.entry}`;
        if (!postings.has(key)) postings.set(key, posting);
      }
    },
    findDocument: async (id) => documents.get(id),
    async readPostings({ accountId, beforeEntry, limit }) {
      const found = [...postings.values()].filter(
        (posting) => posting.accountId === accountId && (beforeEntry === undefined || posting.entry < beforeEntry),
      );
      return found.sort((left, right) => (left.entry > right.entry ? -1 : 1)).slice(0, limit);
    },
    close: async () => undefined,
  };
}
