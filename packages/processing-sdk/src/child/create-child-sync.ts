import type { Envelope } from "../domain/protocol/envelope.js";
import { toOriginId } from "../domain/protocol/origin-id.js";
import { ProcessingError } from "../errors.js";
import { type PageOptions, toPagedRun } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import { createTurns } from "../turns.js";
import { acceptError, acceptHelloAnswer, acceptPullAnswer, acceptPushAnswer } from "./accept-answer.js";
import { pullAnew, takeIncarnation } from "./begin-anew.js";
import type { ChildContext } from "./child-context.js";
import { readChildState } from "./child-state.js";
import type { AcceptReport, ChildSync } from "./child-sync.js";
import { createHello, createPull, createPush } from "./create-messages.js";
import { rootEpochOf } from "./local-epoch.js";
import { createRuns } from "./run-sync.js";

/** How many requests may be open: an error in answer to another one is ignored. */
const openRequestsMax = 100;
const waitingRunsMax = 100;

/** A child's synchronisation that can be closed. */
export interface RunningChildSync extends ChildSync {
  /** Begins no new run, and resolves when those under way are done. */
  close(): Promise<void>;
}

/** Creates the child's side of the protocol. What it keeps in memory it can lose: it then greets the root again. */
export function createChildSync(context: ChildContext): RunningChildSync {
  const { storage } = context;
  const turns = createTurns({ atOnce: 1, waiting: waitingRunsMax });
  const openRequests = new Set<string>();
  /** Of the last greeting that is not answered: an older one tells of an older root. */
  let openHello: string | undefined;

  function opened(request: Envelope | undefined): Envelope | undefined {
    if (request === undefined) return undefined;
    openRequests.add(request.id);
    if (request.type === "hello") openHello = request.id;
    for (const oldest of openRequests) {
      if (openRequests.size <= openRequestsMax) break;
      openRequests.delete(oldest);
    }
    return request;
  }

  async function accept(answer: Envelope, options: PortOptions = {}): Promise<AcceptReport> {
    const wasOpen = openRequests.delete(answer.id);
    switch (answer.type) {
      case "helloAnswer": {
        if (answer.id !== openHello) return { status: "ignored", reason: "unasked" };
        const report = await acceptHelloAnswer(context, answer, options);
        openHello = undefined;
        return report;
      }
      case "pushAnswer":
        return acceptPushAnswer(context, answer, options);
      case "pullAnswer":
        return acceptPullAnswer(context, answer, options);
      case "error":
        return wasOpen ? acceptError(context, answer, options) : { status: "ignored", reason: "unasked" };
      default:
        throw new ProcessingError("PROCESSING_ENVELOPE_INVALID", `"${answer.type}" is no answer for synchronisation.`, {
          details: { path: "type" },
        });
    }
  }

  const sync = {
    createHello: async (options: PortOptions = {}) =>
      opened(await storage.snapshot((transaction) => createHello(context, transaction), options)),
    async createPush(options: PageOptions = {}) {
      const { limit, signal } = toPagedRun(options, context, "createPush");
      return opened(await storage.snapshot((transaction) => createPush(context, transaction, limit), { signal }));
    },
    async createPull(options: PageOptions = {}) {
      const { limit, signal } = toPagedRun(options, context, "createPull");
      return opened(await storage.snapshot((transaction) => createPull(context, transaction, limit), { signal }));
    },
    accept,
  };
  const runs = createRuns(context, sync);
  const inTurn =
    <T>(work: (options?: PageOptions) => Promise<T>) =>
    (options?: PageOptions): Promise<T> =>
      turns.take(() => work(options));

  return {
    ...sync,
    runPush: inTurn(runs.runPush),
    runPull: inTurn(runs.runPull),
    runSync: inTurn(runs.runSync),
    async resynchronise(options: PortOptions = {}) {
      await storage.online(async (transaction) => {
        await pullAnew(context, transaction, await readChildState(transaction, { lock: "update" }));
      }, options);
      openRequests.clear();
      openHello = undefined;
      runs.greetAgain();
    },
    async declareRestored(options: PortOptions = {}) {
      const incarnation = context.ids.uuid();
      await storage.online(async (transaction) => {
        const state = await readChildState(transaction, { lock: "update" });
        const { node } = state;
        // Run again after a commit whose answer was lost.
        if (toOriginId(node.nodeId, node.incarnation) === toOriginId(node.nodeId, incarnation)) return;
        await takeIncarnation(context, transaction, state, {
          incarnation,
          reason: "declared-restored",
          rootEpoch: rootEpochOf(node.epoch),
          received: node.acked,
        });
      }, options);
      openHello = undefined;
      runs.greetAgain();
    },
    close: () => turns.close(),
  };
}
