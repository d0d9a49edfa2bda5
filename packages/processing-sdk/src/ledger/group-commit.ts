import type { CommandResult } from "../domain/command-result.js";
import type { PreparedCommand } from "../domain/ledger/prepared-command.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { Reservation } from "../domain/reservation.js";
import { ProcessingError } from "../errors.js";
import type { FoundElsewhere } from "./execute-commands.js";

/** A command that waits for the next transaction. */
export interface Submission {
  readonly prepared: PreparedCommand;
  readonly found?: FoundElsewhere | undefined;
}

/** How callers share transactions. */
export interface GroupCommitOptions {
  /** Executes commands in one transaction; resolves when it is durable. */
  readonly flush: (commands: readonly PreparedCommand[], found: FoundElsewhere) => Promise<readonly CommandResult[]>;
  /** Starts a flush a little later, so that callers can gather. */
  readonly defer: (flush: () => void) => void;
  /** Most commands in one transaction. */
  readonly maxBatch: number;
  /** Most commands that wait. */
  readonly maxQueue: number;
}

/** Lets many callers share one commit: each waits for its own durable result, and nobody waits for a timer. */
export interface GroupCommit {
  /**
   * Executes commands in their order, in one transaction when they fit. A signal calls them off as long as none has begun:
   * after that their results are told.
   * @throws ProcessingError `PROCESSING_OVERLOADED`, `PROCESSING_CLOSED`; the error of the transaction.
   */
  submit(submissions: readonly Submission[], signal: AbortSignal | undefined): Promise<readonly CommandResult[]>;
  /** Takes no new commands, and resolves when those that it took have their results. */
  close(): Promise<void>;
}

interface Waiting extends Submission {
  readonly begin: () => void;
  readonly settle: (result: CommandResult) => void;
  readonly fail: (error: unknown) => void;
}

/** Creates the queue of callers before the transactions of a ledger: one flush at a time, in the order of the callers. */
export function createGroupCommit({ flush, defer, maxBatch, maxQueue }: GroupCommitOptions): GroupCommit {
  let queue: Waiting[] = [];
  let isFlushing = false;
  let isClosed = false;
  let reportIdle: (() => void) | undefined;

  function takeBatch(): readonly Waiting[] {
    const batch = queue.slice(0, maxBatch);
    queue = queue.slice(batch.length);
    for (const { begin } of batch) begin();
    return batch;
  }

  async function flushAll(): Promise<void> {
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) await flushBatch(batch);
    isFlushing = false;
    reportIdle?.();
  }

  async function flushBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await flush(
        batch.map(({ prepared }) => prepared),
        foundByAll(batch),
      );
      for (const [index, waiting] of batch.entries()) waiting.settle(results[index] as CommandResult);
    } catch (error) {
      for (const waiting of batch) waiting.fail(error);
    }
  }

  function enqueue(submissions: readonly Submission[], signal: AbortSignal | undefined) {
    return new Promise<readonly CommandResult[]>((resolve, reject) => {
      const results: CommandResult[] = [];
      const callOff = (): void => {
        const calledOff = new Set(waiting);
        queue = queue.filter((item) => !calledOff.has(item));
        reject(signal?.reason);
      };
      const begin = (): void => signal?.removeEventListener("abort", callOff);
      const settle = (result: CommandResult): void => {
        if (results.push(result) === submissions.length) resolve(results);
      };
      const waiting = submissions.map(
        ({ prepared, found }): Waiting => ({ prepared, found, begin, settle, fail: reject }),
      );
      signal?.addEventListener("abort", callOff, { once: true });
      for (const item of waiting) queue.push(item);
      if (isFlushing) return;
      isFlushing = true;
      defer(() => void flushAll());
    });
  }

  return {
    async submit(submissions, signal) {
      signal?.throwIfAborted();
      if (isClosed) throw new ProcessingError("PROCESSING_CLOSED", "The ledger was closed.");
      if (queue.length + submissions.length > maxQueue) throw overloaded(maxQueue);
      return submissions.length === 0 ? [] : enqueue(submissions, signal);
    },
    async close() {
      isClosed = true;
      if (!isFlushing) return;
      await new Promise<void>((resolve) => {
        const reportBefore = reportIdle;
        reportIdle = () => {
          reportBefore?.();
          resolve();
        };
      });
    },
  };
}

function foundByAll(batch: readonly Submission[]): FoundElsewhere {
  const documents = new Map<string, DocumentRecord>();
  const reservations = new Map<string, Reservation>();
  for (const { found } of batch) {
    for (const [id, document] of found?.documents ?? []) documents.set(id, document);
    for (const [id, reservation] of found?.reservations ?? []) reservations.set(id, reservation);
  }
  return { documents, reservations };
}

function overloaded(maxQueue: number): ProcessingError {
  return new ProcessingError("PROCESSING_OVERLOADED", `Already about ${maxQueue} commands wait: try again later.`, {
    retryable: true,
    details: { limit: maxQueue },
  });
}
