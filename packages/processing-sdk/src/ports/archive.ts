import type { AccountRecord } from "../domain/records/account-record.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { PostingRecord } from "../domain/records/posting-record.js";
import type { PortOptions } from "./store.js";

/** Where the root keeps documents for good: the same database or another one. */
export interface ProcessingArchive {
  /**
   * Keeps documents with their postings, and accounts as they are; durable when it resolves. Documents and postings that are there stay as
   * they are; an account is replaced only by one with a higher `updateNo`. Repeating a call changes nothing.
   */
  put(content: ArchiveContent, options?: PortOptions): Promise<void>;
  /** A document by its id. */
  findDocument(id: string, options?: PortOptions): Promise<DocumentRecord | undefined>;
  /** Postings of an account before an entry, the latest first. */
  readPostings(query: ArchivedPostingsQuery, options?: PortOptions): Promise<readonly PostingRecord[]>;
  close(): Promise<void>;
}

/** What is archived together. */
export interface ArchiveContent {
  readonly documents: readonly DocumentRecord[];
  readonly postings: readonly PostingRecord[];
  readonly accounts: readonly AccountRecord[];
}

/** Which archived postings to read. */
export interface ArchivedPostingsQuery {
  readonly accountId: string;
  /** Default: from the last one on. */
  readonly beforeEntry?: bigint;
  readonly limit: number;
}
