import type { Envelope } from "../domain/protocol/envelope.js";
import { ProcessingError } from "../errors.js";
import { type PagedRun, type PageOptions, toPagedRun } from "../page-options.js";
import type { ChildContext } from "./child-context.js";
import { type ChildState, readChildState } from "./child-state.js";
import type { AcceptReport, ChildSync, SyncReport } from "./child-sync.js";

/** How often a run begins anew before it gives up until the next one. */
const greetingsMax = 4;

/** The runs of a child over its transport. */
export interface Runs extends Pick<ChildSync, "runPush" | "runPull" | "runSync"> {
  /** Makes the next run begin with a greeting. */
  greetAgain(): void;
}

type Messages = Pick<ChildSync, "createHello" | "createPush" | "createPull" | "accept">;

/** Carries messages to the root and back, one at a time. The caller runs one at a time, too. */
export function createRuns(context: ChildContext, messages: Messages): Runs {
  const { storage, transport, responseTimeoutMs } = context;
  let isGreeted = false;

  const readState = ({ signal }: PagedRun): Promise<ChildState> =>
    storage.snapshot((transaction) => readChildState(transaction), { signal });

  async function exchange(request: Envelope, { signal }: PagedRun): Promise<AcceptReport> {
    try {
      const answer = await transport.request(request, { timeoutMs: responseTimeoutMs, signal });
      const report = await messages.accept(answer, { signal });
      if (report.status === "restarted" || report.status === "refused") isGreeted = false;
      return report;
    } catch (error) {
      // Whatever is at the other end by the next time, it is greeted first.
      isGreeted = false;
      throw error;
    }
  }

  async function greet(run: PagedRun): Promise<void> {
    for (let count = 0; !isGreeted; count += 1) {
      const request = await messages.createHello({ signal: run.signal });
      if (request === undefined) throw halted();
      const report = await exchange(request, run);
      if (report.status === "refused") throw report.error;
      isGreeted = report.status === "applied" || (report.status === "restarted" && report.reason === "new-epoch");
      if (!isGreeted && count === greetingsMax) throw unsettled();
    }
  }

  /** Exchanges pages until there are none or they are used up; greets again where the root or this child begins anew. */
  async function workPages(
    run: PagedRun,
    create: () => Promise<Envelope | undefined>,
    isLast: (report: AcceptReport) => Promise<boolean>,
  ): Promise<void> {
    let greetings = 0;
    for (let page = 0; page < run.maxPages && run.signal?.aborted !== true; ) {
      await greet(run);
      const request = await create();
      if (request === undefined) return;
      const report = await exchange(request, run);
      if (!isGreeted) {
        greetings += 1;
        const isFinal = report.status === "refused" && report.error.code !== "PROCESSING_EPOCH_CHANGED";
        if (isFinal) throw report.error;
        if (greetings > greetingsMax) throw unsettled();
      } else {
        page += 1;
        if (report.status === "ignored" || (await isLast(report))) return;
      }
    }
  }

  async function push(run: PagedRun): Promise<bigint> {
    await greet(run);
    const { lastNo } = await readState(run);
    let pushed = 0n;
    let acked = 0n;
    await workPages(
      run,
      async () => {
        ({ acked } = (await readState(run)).node);
        return messages.createPush({ limit: run.limit, signal: run.signal });
      },
      async () => {
        const { node } = await readState(run);
        pushed += node.acked - acked;
        return node.sequenceBase + node.acked >= lastNo;
      },
    );
    return pushed;
  }

  async function pull(run: PagedRun): Promise<number> {
    let accounts = 0;
    await workPages(
      run,
      () => messages.createPull({ limit: run.limit, signal: run.signal }),
      async (report) => {
        if (report.status === "applied") accounts += report.accounts;
        return (await readState(run)).node.isCaughtUp;
      },
    );
    return accounts;
  }

  async function isFinished(run: PagedRun): Promise<boolean> {
    const { node, lastSeq } = await readState(run);
    return node.isCaughtUp && node.acked >= lastSeq;
  }

  return {
    async runPush(options: PageOptions = {}): Promise<SyncReport> {
      const run = toPagedRun(options, context, "runPush");
      const pushed = await push(run);
      const { node, lastSeq } = await readState(run);
      return { pushed, pulled: 0, isFinished: node.acked >= lastSeq };
    },
    async runPull(options: PageOptions = {}): Promise<SyncReport> {
      const run = toPagedRun(options, context, "runPull");
      const pulled = await pull(run);
      return { pushed: 0n, pulled, isFinished: (await readState(run)).node.isCaughtUp };
    },
    async runSync(options: PageOptions = {}): Promise<SyncReport> {
      const run = toPagedRun(options, context, "runSync");
      const pushed = await push(run);
      const pulled = await pull(run);
      return { pushed, pulled, isFinished: await isFinished(run) };
    },
    greetAgain() {
      isGreeted = false;
    },
  };
}

function halted(): ProcessingError {
  return new ProcessingError(
    "PROCESSING_CURSOR_AHEAD",
    "Synchronisation is halted: find out why the root knows less than this child, then call resynchronise().",
  );
}

function unsettled(): ProcessingError {
  return new ProcessingError(
    "PROCESSING_EPOCH_CHANGED",
    "The root and this child do not come to terms: try again in the next period.",
    { retryable: true },
  );
}
