import { SqlError } from "./errors.js";

/** Places for a bounded number of users at a time, handed out in the order of asking. */
export interface ConnectionSlots {
  /**
   * Waits for a free place and takes it; the result gives it back.
   *
   * @throws {@link SqlError} `SQL_UNAVAILABLE` (waited too long), `SQL_OVERLOADED` (too many wait), `SQL_CLOSED`; the
   * reason of the signal.
   */
  take(signal: AbortSignal | undefined): Promise<() => void>;
  /** Refuses further users, those that wait too, and resolves when the last place was given back. */
  close(): Promise<void>;
}

export interface ConnectionSlotsOptions {
  readonly size: number;
  readonly waitingMax: number;
  readonly waitMsMax: number;
}

interface Waiter {
  readonly admit: () => void;
  readonly refuse: (error: unknown) => void;
}

export function createConnectionSlots({ size, waitingMax, waitMsMax }: ConnectionSlotsOptions): ConnectionSlots {
  // A Set keeps the order of asking and forgets a waiter who gave up in constant time.
  const waiters = new Set<Waiter>();
  let inUse = 0;
  let closing: Promise<void> | undefined;
  let announceEmpty: (() => void) | undefined;

  function giveBack(): void {
    const [next] = waiters;
    if (next !== undefined) {
      waiters.delete(next);
      next.admit();
      return;
    }
    inUse -= 1;
    if (inUse === 0) announceEmpty?.();
  }

  function wait(signal: AbortSignal | undefined): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const settle = (action: () => void): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
        waiters.delete(waiter);
        action();
      };
      const waiter: Waiter = {
        admit: () => settle(() => resolve(once(giveBack))),
        refuse: (error) => settle(() => reject(error)),
      };
      const onAbort = (): void => waiter.refuse(signal?.reason);
      const timer = setTimeout(() => waiter.refuse(waitedTooLong(waitMsMax)), waitMsMax);
      signal?.addEventListener("abort", onAbort, { once: true });
      waiters.add(waiter);
    });
  }

  return {
    async take(signal) {
      signal?.throwIfAborted();
      if (closing !== undefined) throw closed();
      if (inUse < size) {
        inUse += 1;
        return once(giveBack);
      }
      if (waiters.size >= waitingMax) {
        throw new SqlError("SQL_OVERLOADED", `${waitingMax} callers wait for a connection already. Try again later.`, {
          retryable: true,
          details: { waitingMax },
        });
      }
      return wait(signal);
    },
    close() {
      closing ??= new Promise((resolve) => {
        announceEmpty = resolve;
        for (const waiter of [...waiters]) waiter.refuse(closed());
        if (inUse === 0) resolve();
      });
      return closing;
    },
  };
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}

function closed(): SqlError {
  return new SqlError("SQL_CLOSED", "The database is closed.");
}

function waitedTooLong(waitMsMax: number): SqlError {
  return new SqlError(
    "SQL_UNAVAILABLE",
    `No connection became free within ${waitMsMax} ms. Inside a transaction use the transaction, not the database.`,
    { retryable: true, details: { waitMsMax } },
  );
}
