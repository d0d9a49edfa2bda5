import type { Command } from "../domain/commands.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PageOptions } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What {@link createOfflineRequests} needs. */
export interface OfflineRequestsOptions {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
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
   * How many lines belong to it: of `adjust` they make `postings`, of `refund` `lines`. Other commands have none.
   * Default: 0.
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
  readonly isFinished: boolean;
}

/** Where a request stands. `failed`: see its failure. Executed ones are gone. */
export type RequestStatus = "waiting" | "incomplete" | "failed";

/** A request that was refused. */
export interface RequestFailure {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly receivedAt: Date;
  readonly failedAt: Date;
  /** JSON of the command and of the lines, as they arrived. */
  readonly command: string;
  readonly lines: readonly string[];
}

/** Requests that were left for the root to execute. */
export interface OfflineRequests {
  /** Takes a header. Repeating it changes nothing; another command with the id is refused. */
  addRequest(request: OfflineRequest, options?: PortOptions): Promise<RequestStatus>;
  /** Takes lines of one request, before or after its header, in any number of calls. */
  addRequestLines(requestId: string, lines: readonly RequestLine[], options?: PortOptions): Promise<void>;
  /** Executes complete requests. */
  run(options?: PageOptions): Promise<RequestsReport>;
  /** Refused requests, by id, beyond `afterId`. */
  failures(
    query?: { readonly afterId?: string; readonly limit?: number },
    options?: PortOptions,
  ): Promise<readonly RequestFailure[]>;
  /** Puts a refused request back in line. */
  reprocess(id: string, options?: PortOptions): Promise<void>;
}
