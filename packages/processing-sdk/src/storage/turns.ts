import { ProcessingError } from "../errors.js";

/** Who waits for a turn: callers that wait for an answer, or pages of background work. */
export type TurnKind = "online" | "background";

/** How turns are given. */
export interface TurnsOptions {
  /** How many may wait in each queue. */
  readonly maxWaiting: number;
  /** After how many online turns in a row one waiting background turn comes. */
  readonly onlineInARow: number;
}

/** Lets work run one piece at a time: online before background, but never all of the time. */
export interface Turns {
  /**
   * Runs `work` when its turn comes. A signal takes it out of the queue; work that has begun ends by itself.
   * @throws ProcessingError `PROCESSING_OVERLOADED` when too many wait.
   */
  run<T>(kind: TurnKind, work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

/** Work that waits for its turn. */
type Waiting = () => Promise<void>;

/** Puts two queues together that share one runner. */
export function createTurns({ maxWaiting, onlineInARow }: TurnsOptions): Turns {
  const queues: Readonly<Record<TurnKind, Set<Waiting>>> = { online: new Set(), background: new Set() };
  let isRunning = false;
  let onlineTurns = 0;

  function next(): Waiting | undefined {
    const kind = queues.online.size === 0 || (queues.background.size > 0 && onlineTurns >= onlineInARow);
    const queue = kind ? queues.background : queues.online;
    const [first] = queue;
    if (first === undefined) return undefined;
    queue.delete(first);
    onlineTurns = kind ? 0 : onlineTurns + 1;
    return first;
  }

  async function runAll(): Promise<void> {
    isRunning = true;
    for (let work = next(); work !== undefined; work = next()) await work();
    isRunning = false;
  }

  return {
    run: (kind, work, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const queue = queues[kind];
        if (queue.size >= maxWaiting) return reject(overloaded(kind, maxWaiting));
        const giveUp = (): void => {
          queue.delete(waiting);
          reject(signal?.reason);
        };
        const waiting: Waiting = () => {
          signal?.removeEventListener("abort", giveUp);
          return work().then(resolve, reject);
        };
        signal?.addEventListener("abort", giveUp, { once: true });
        queue.add(waiting);
        if (!isRunning) void runAll();
      }),
  };
}

function overloaded(kind: TurnKind, maxWaiting: number): ProcessingError {
  return new ProcessingError(
    "PROCESSING_OVERLOADED",
    `Already ${maxWaiting} pieces of ${kind} work wait for the store.`,
    {
      retryable: true,
      details: { limit: maxWaiting },
    },
  );
}
