import { type ArchivedDocuments, endingOf, findArchivedDocuments } from "../archive/find-archived-documents.js";
import type { CommandResult } from "../domain/command-result.js";
import type { Command } from "../domain/commands.js";
import { maxInt64 } from "../domain/int64.js";
import type { RequestLineRecord, RequestRecord } from "../domain/records/request-record.js";
import { ProcessingError } from "../errors.js";
import { appendEvents } from "../events/append-events.js";
import { executeCommands } from "../ledger/execute-commands.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { type PagedRun, workPages } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { StoreTransaction } from "../ports/store.js";
import { readCounter } from "../storage/cursors.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { requestTurns } from "./add-request.js";
import type { RequestsReport } from "./offline-requests.js";
import { commandOfRequest, isComplete, maxRequestLines } from "./request-command.js";
import { toFailure } from "./request-failures.js";

/** What executing requests needs. */
export interface RequestRunContext {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  readonly archive: ProcessingArchive | undefined;
}

/** A request as a page found it. */
type Found = { readonly request: RequestRecord; readonly lines: readonly RequestLineRecord[] } & (
  | { readonly state: "ready"; readonly command: Command }
  | { readonly state: "incomplete" }
  | { readonly state: "refused"; readonly error: ProcessingError }
);

type Turn = readonly [turn: bigint, id: string];

type Totals = { -readonly [Count in keyof Omit<RequestsReport, "isFinished">]: number };

/** Creates the runs over the requests of one node. */
export function createRequestRuns(parts: RequestRunContext): (run: PagedRun) => Promise<RequestsReport> {
  const { storage } = parts;
  /** Where the last run stopped to look at incomplete requests, so that none is passed over for good. */
  let incompleteAfter: Turn | undefined;

  return async (run) => {
    const totals: Totals = { executed: 0, repeated: 0, failed: 0, incomplete: 0 };
    const { name, shard } = requestTurns;
    const through = await storage.snapshot((transaction) => readCounter(transaction, name, shard), run);

    // First those that were incomplete before: what becomes incomplete now is for the next run.
    const isAllLookedAt = await workPages(run, async () => {
      const page = await workPage(parts, { status: "incomplete", after: incompleteAfter, through }, run, totals);
      incompleteAfter = page.isLast ? undefined : page.last;
      return page.isLast ? "last" : "more";
    });
    let waitingAfter: Turn | undefined;
    const isWorkedOff = await workPages(run, async () => {
      const page = await workPage(parts, { status: "waiting", after: waitingAfter, through }, run, totals);
      waitingAfter = page.last;
      return page.isLast ? "last" : "more";
    });
    return { ...totals, isFinished: isWorkedOff && isAllLookedAt };
  };
}

interface PageQuery {
  readonly status: RequestRecord["status"];
  readonly after: Turn | undefined;
  readonly through: bigint;
}

async function workPage(parts: RequestRunContext, query: PageQuery, run: PagedRun, totals: Totals) {
  const { storage, context, archive } = parts;
  const found = await storage.snapshot((transaction) => readPage(transaction, query, run.limit), run);
  const last = found.at(-1);
  if (last !== undefined) {
    const commands = found.flatMap((one) => (one.state === "ready" ? [one.command] : []));
    const archived = await findArchivedDocuments(storage, archive, commands, { signal: run.signal });
    const done = await storage.background((transaction) => execute(context, transaction, found, archived), run);
    for (const name of Object.keys(totals) as (keyof Totals)[]) totals[name] += done[name];
  }
  return {
    last: last === undefined ? query.after : ([last.request.turn, last.request.id] as const),
    isLast: found.length < run.limit,
  };
}

async function readPage(
  transaction: StoreTransaction,
  { status, after, through }: PageQuery,
  limit: number,
): Promise<readonly Found[]> {
  const requests = await transaction.range("requests", "byTurn", {
    prefix: [status],
    through: [through],
    limit,
    ...(after === undefined ? {} : { after }),
  });
  const withLines = requests.filter(({ lineCount }) => lineCount > 0n);
  const lists =
    withLines.length === 0
      ? []
      : await transaction.rangeEach(
          "requestLines",
          "key",
          withLines.map(({ id }) => [id]),
          maxRequestLines,
        );
  const linesById = new Map(withLines.map(({ id }, index) => [id, lists[index] ?? []]));
  return requests.map((request) => look(request, linesById.get(request.id) ?? []));
}

function look(request: RequestRecord, stored: readonly RequestLineRecord[]): Found {
  const lines = stored.filter(({ line }) => line >= 1n && line <= request.lineCount);
  if (!isComplete(request, lines)) return { state: "incomplete", request, lines };
  try {
    return { state: "ready", request, lines, command: commandOfRequest(request, lines) };
  } catch (error) {
    if (ProcessingError.is(error)) return { state: "refused", request, lines, error };
    throw error;
  }
}

/** Executes what is complete, and moves what is refused with its data and reason, all in one transaction. */
async function execute(
  context: LedgerContext,
  transaction: StoreTransaction,
  page: readonly Found[],
  archived: ArchivedDocuments,
): Promise<Totals> {
  const keys = page.map(({ request }) => [request.id] as const);
  const current = await transaction.read("requests", keys, { lock: "update" });
  // Another instance may have been faster.
  const found = page.filter(({ request }, index) => current[index]?.turn === request.turn);
  const ready = found.filter((one) => one.state === "ready");
  const commands = ready.map(({ command }) => command);
  const results = await executeCommands(context, transaction, commands, archived);

  const executed: Found[] = [];
  let repeated = 0;
  const refused = found.flatMap((one) => (one.state === "refused" ? [one] : []));
  for (const [index, one] of ready.entries()) {
    const result = results[index] as CommandResult;
    const ending = endingOf(one.command, result, archived);
    if (ending === "executed" || ending === "repeated") executed.push(one);
    if (ending === "repeated") repeated += 1;
    if (ending === "refused" && result.status === "rejected") {
      refused.push({ state: "refused", request: one.request, lines: one.lines, error: result.error });
    }
  }
  const incomplete = found.filter(({ state }) => state === "incomplete");
  await writeEnds(context, transaction, { executed, refused, incomplete });
  return { executed: executed.length, repeated, failed: refused.length, incomplete: incomplete.length };
}

interface Ends {
  readonly executed: readonly Found[];
  readonly refused: readonly Extract<Found, { readonly state: "refused" }>[];
  readonly incomplete: readonly Found[];
}

async function writeEnds(
  { nodeId, clock }: LedgerContext,
  transaction: StoreTransaction,
  { executed, refused, incomplete }: Ends,
): Promise<void> {
  const atMs = clock.now().getTime();
  const events = refused.map(({ request, error }) => ({
    type: "request.failed",
    subject: request.id,
    data: { code: error.code },
  }));
  const gone = [...executed, ...refused].map(({ request }) => request);
  const found = incomplete.filter(({ request }) => request.status === "waiting");
  await appendEvents(transaction, nodeId, atMs, events);
  await transaction.write([
    {
      table: "requestFailures",
      put: refused.map(({ request, lines, error }) => toFailure(request, lines, error, atMs)),
    },
    { table: "requests", delete: gone.map(({ id }) => [id] as const) },
    ...gone
      .filter(({ lineCount }) => lineCount > 0n)
      .map(({ id }) => ({ table: "requestLines", deleteThrough: { prefix: [id], through: maxInt64 } }) as const),
    { table: "requests", patch: found.map(({ request }) => ({ id: request.id, status: "incomplete" }) as const) },
  ]);
}
