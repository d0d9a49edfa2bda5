import type { Adjust, Cancel, Pay, Refund, TopUp, Transfer } from "../domain/commands.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PageOptions } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What {@link createExternalDocuments} needs. */
export interface ExternalDocumentsOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  /** Where documents are that were cleaned up; external ones may repeat, refund or cancel them. */
  readonly archive?: ProcessingArchive | undefined;
  /** Most documents in a page, 1 to 1000. Default: 1000. */
  readonly pageSize?: number;
  /** Most pages in a run. Default: 20. */
  readonly maxPages?: number;
}

/** The commands that another system may send. */
export type ExternalCommand = WithoutId<TopUp | Pay | Transfer | Refund | Cancel | Adjust>;

/** A command whose id is made elsewhere. */
export type WithoutId<Command> = Command extends { readonly id: string } ? Omit<Command, "id"> : never;

/** A document of another system. */
export interface ExternalDocument extends ExternalKey {
  readonly command: ExternalCommand;
}

/** Names a document of another system. */
export interface ExternalKey {
  /** Which system; 1 to 64 characters. */
  readonly source: string;
  /** Its number there: a GUID, which becomes the id of the document, or any text; 1 to 128 characters. */
  readonly externalNumber: string;
}

/** What became of external documents in a run. */
export interface ImportReport {
  readonly imported: number;
  /** Among the imported: those whose document was there already. */
  readonly repeated: number;
  readonly failed: number;
  /** Whether everything that waited was looked at. */
  readonly isFinished: boolean;
}

/** Where an external document stands. */
export interface ImportResult extends ExternalKey {
  readonly documentId: string;
  readonly status: "waiting" | "imported" | "failed";
  /** Of a failed one: a `ProcessingErrorCode`. */
  readonly code?: string;
  readonly message?: string;
  /** When it was imported or failed. */
  readonly at?: Date;
}

/** Which failed documents to list. */
export interface FailedImportsQuery {
  /** Only those beyond this one, in the order of failing. */
  readonly after?: ImportResult;
  /** Default: 100. */
  readonly limit?: number;
}

/**
 * Documents of other systems that the root executes, each exactly once: the number is unique at its source, the id of the
 * document follows from it, and the row goes in the transaction that executes it.
 */
export interface ExternalDocuments {
  /**
   * Takes a document. Repeating it changes nothing, also after it was imported.
   *
   * @throws ProcessingError `PROCESSING_MALFORMED_DOCUMENT`, `PROCESSING_AMOUNT_RANGE`; `PROCESSING_IDEMPOTENCY_CONFLICT` when
   * the number has another content.
   */
  add(document: ExternalDocument, options?: PortOptions): Promise<ImportResult>;
  /** Imports what waits: top-ups, then debits, then refunds and cancels, each in the order of arrival. */
  run(options?: PageOptions): Promise<ImportReport>;
  find(key: ExternalKey, options?: PortOptions): Promise<ImportResult | undefined>;
  /** Documents that failed, in the order of failing. They are not tried again by themselves. */
  failures(query?: FailedImportsQuery, options?: PortOptions): Promise<readonly ImportResult[]>;
  /**
   * Puts a failed document back in line; nothing else does.
   *
   * @throws ProcessingError `PROCESSING_DOCUMENT_NOT_FOUND` when it did not fail.
   */
  reprocess(key: ExternalKey, options?: PortOptions): Promise<void>;
}
