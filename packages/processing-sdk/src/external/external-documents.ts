import type { Adjust, Cancel, Pay, Refund, TopUp, Transfer } from "../domain/commands.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PageOptions } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What {@link createExternalDocuments} needs. */
export interface ExternalDocumentsOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  /** Most documents in a page, 1 to 1000. Default: 1000. */
  readonly pageSize?: number;
  /** Most pages in a run. Default: 20. */
  readonly maxPages?: number;
}

/** The commands that another system may send. */
export type ExternalCommand = TopUp | Pay | Transfer | Refund | Cancel | Adjust;

/** A document of another system. */
export interface ExternalDocument {
  /** Which system; 1 to 64 characters. */
  readonly source: string;
  /** Its number there: a GUID, which becomes the id of the document, or any text; 1 to 128 characters. */
  readonly externalNumber: string;
  readonly command: WithoutId<ExternalCommand>;
}

/** A command whose id is made elsewhere. */
export type WithoutId<Command> = Command extends { readonly id: string } ? Omit<Command, "id"> : never;

/** What became of external documents in a run. */
export interface ImportReport {
  readonly imported: number;
  /** Among the imported: those whose document was there already. */
  readonly repeated: number;
  readonly failed: number;
  readonly isFinished: boolean;
}

/** Where an external document stands. */
export interface ImportResult {
  readonly source: string;
  readonly externalNumber: string;
  readonly documentId: string;
  readonly status: "waiting" | "imported" | "failed";
  /** Of a failed one. */
  readonly code?: string;
  readonly message?: string;
  /** When it was imported or failed. */
  readonly at?: Date;
}

/** Which document. */
export interface ExternalKey {
  readonly source: string;
  readonly externalNumber: string;
}

/** Documents of other systems that the root executes. */
export interface ExternalDocuments {
  /** Takes a document. Repeating it changes nothing; another content under the number is refused. */
  add(document: ExternalDocument, options?: PortOptions): Promise<ImportResult>;
  /** Imports what waits: top-ups, then debits, then refunds and cancels, each in the order of arrival. */
  run(options?: PageOptions): Promise<ImportReport>;
  find(key: ExternalKey, options?: PortOptions): Promise<ImportResult | undefined>;
  /** Documents that failed, in the order in which they are tried, beyond `after`. */
  failures(
    query?: { readonly after?: ExternalKey; readonly limit?: number },
    options?: PortOptions,
  ): Promise<readonly ImportResult[]>;
  /** Puts a failed document back in line; nothing else does. */
  reprocess(key: ExternalKey, options?: PortOptions): Promise<void>;
}
