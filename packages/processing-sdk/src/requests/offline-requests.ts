import type { Command } from "../domain/commands.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PageOptions } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What {@link createOfflineRequests} needs. */
export interface OfflineRequestsOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  /** Where documents are that were cleaned up; requests may repeat, refund or cancel them. */
  readonly archive?: ProcessingArchive | undefined;
  /** Most requests in a page, 1 to 1000. Default: 1000. */
  readonly pageSize?: number;
  /** Most pages in a run. Default: 20. */
  readonly maxPages?: number;
}

/** A request to execute a command at the root when it gets to it. */
export interface OfflineRequest {
  /** The id of the command is the id of the request. The list that the lines make is left empty. */
  readonly command: Command;
  /**
   * How many lines belong to it, up to 64: of `adjust` they make `postings`, of `refund` `lines`. Other commands have
   * none. Default: 0.
   */
  readonly lineCount?: number;
}

/** A line of a request. */
export type RequestLine =
  /** Of `adjust`. `position` is from 1 on. */
  | { readonly position: number; readonly accountId: string; readonly amount: bigint }
  /** Of `refund`: how much of which line of the refunded document. */
  | { readonly position: number; readonly line: number; readonly amount: bigint };

/** What became of requests in a run. */
export interface RequestsReport {
  readonly executed: number;
  /** Among the executed: those that had been executed before. */
  readonly repeated: number;
  readonly failed: number;
  /** Looked at, and lines were missing. */
  readonly incomplete: number;
  /** Whether everything that waited at the start was looked at. */
  readonly isFinished: boolean;
}

/** Where a request stands. `failed`: see its failure. */
export type RequestStatus = "waiting" | "incomplete" | "failed" | "executed";

/** A request that was refused. */
export interface RequestFailure {
  readonly id: string;
  /** A `ProcessingErrorCode`. */
  readonly code: string;
  readonly message: string;
  readonly receivedAt: Date;
  readonly failedAt: Date;
  /** JSON of the command and of its lines, as they arrived. */
  readonly command: string;
  readonly lines: readonly string[];
}

/** Which failures to list. */
export interface RequestFailuresQuery {
  /** Only ids beyond this one. */
  readonly afterId?: string;
  /** Default: 100. */
  readonly limit?: number;
}

/**
 * Requests that were left for the root to execute. Each is executed exactly once: it goes in the transaction that executes
 * it, and a request that is left again is recognised by its id.
 */
export interface OfflineRequests {
  /**
   * Takes a header. Repeating it changes nothing.
   *
   * @throws ProcessingError `PROCESSING_MALFORMED_DOCUMENT`, `PROCESSING_AMOUNT_RANGE`; `PROCESSING_IDEMPOTENCY_CONFLICT` when
   * the id has another command.
   */
  addRequest(request: OfflineRequest, options?: PortOptions): Promise<RequestStatus>;
  /**
   * Takes lines of one request, before or after its header, in any number of calls. Repeating them changes nothing.
   *
   * @throws ProcessingError `PROCESSING_MALFORMED_DOCUMENT`; `PROCESSING_IDEMPOTENCY_CONFLICT` when a position has another line.
   */
  addRequestLines(requestId: string, lines: readonly RequestLine[], options?: PortOptions): Promise<void>;
  /** Executes complete requests: those that were incomplete before, then those that wait. */
  run(options?: PageOptions): Promise<RequestsReport>;
  /** Refused requests, by id. */
  failures(query?: RequestFailuresQuery, options?: PortOptions): Promise<readonly RequestFailure[]>;
  /**
   * Puts a refused request back in line; nothing else does.
   *
   * @throws ProcessingError `PROCESSING_DOCUMENT_NOT_FOUND` when there is no such failure.
   */
  reprocess(id: string, options?: PortOptions): Promise<void>;
}
