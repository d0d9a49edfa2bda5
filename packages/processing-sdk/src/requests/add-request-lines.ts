import { z } from "zod";
import type { RequestLineRecord, RequestRecord } from "../domain/records/request-record.js";
import { ProcessingError } from "../errors.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PortOptions, StoreTransaction } from "../ports/store.js";
import { issueNumbers } from "../storage/issue-numbers.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { findExecutedHash, requestTurns } from "./add-request.js";
import type { RequestLine } from "./offline-requests.js";
import { maxRequestLines } from "./request-command.js";

const position = z.number().int().min(1).max(maxRequestLines);
const linesSchema = z
  .array(
    z.union([
      z.strictObject({ position, accountId: z.string().min(1).max(64), amount: z.bigint() }),
      z.strictObject({ position, line: z.number().int().min(1), amount: z.bigint() }),
    ]),
  )
  .min(1)
  .max(maxRequestLines);

/** Takes lines of a request. When they make it complete, it is put in line at once. */
export async function addRequestLines(
  storage: NodeStorage,
  context: LedgerContext,
  requestId: string,
  lines: readonly RequestLine[],
  options?: PortOptions,
): Promise<void> {
  const wanted = toRecords(requestId, lines, context.clock.now().getTime());
  await storage.online(async (transaction) => {
    const [request] = await transaction.read("requests", [[requestId]], { lock: "update" });
    if (request === undefined && (await isOver(transaction, requestId))) return;
    const keys = wanted.map(({ line }) => [requestId, line] as const);
    const known = await transaction.read("requestLines", keys);
    for (const [index, { line, body }] of wanted.entries()) {
      const stored = known[index];
      if (stored !== undefined && stored.body !== body) throw otherLine(requestId, line);
      if (request !== undefined && line > request.lineCount) throw superfluous(request, line);
    }
    const fresh = wanted.filter((_, index) => known[index] === undefined);
    const putInLine = request === undefined ? [] : await turnOf(transaction, request, fresh.length);
    await transaction.write([
      { table: "requestLines", insert: fresh },
      { table: "requests", patch: putInLine },
    ]);
  }, options);
}

/** Whether the request was executed or refused, so that its lines came long before. */
async function isOver(transaction: StoreTransaction, requestId: string): Promise<boolean> {
  const [failure] = await transaction.read("requestFailures", [[requestId]]);
  return failure !== undefined || (await findExecutedHash(transaction, requestId)) !== undefined;
}

async function turnOf(transaction: StoreTransaction, request: RequestRecord, freshCount: number) {
  if (request.status !== "incomplete" || freshCount === 0) return [];
  const stored = await transaction.range("requestLines", "key", { prefix: [request.id], limit: maxRequestLines });
  if (BigInt(stored.length + freshCount) < request.lineCount) return [];
  const turn = await issueNumbers(transaction, requestTurns.name, requestTurns.shard, 1);
  return [{ id: request.id, status: "waiting", turn } as const];
}

function toRecords(requestId: string, lines: readonly RequestLine[], receivedAtMs: number): RequestLineRecord[] {
  const checked = linesSchema.safeParse(lines);
  const positions = new Set(checked.success ? checked.data.map((line) => line.position) : []);
  if (!checked.success || positions.size < lines.length) {
    throw new ProcessingError(
      "PROCESSING_MALFORMED_DOCUMENT",
      `Lines of a request must be 1 to ${maxRequestLines}, each with a position of its own, an accountId or a line, and an amount.`,
      { details: { path: checked.success ? "" : `/${checked.error.issues[0]?.path.join("/") ?? ""}` } },
    );
  }
  return lines.map(({ position, ...content }) => ({
    requestId,
    line: BigInt(position),
    body: JSON.stringify({ ...content, amount: String(content.amount) }),
    receivedAtMs,
  }));
}

function otherLine(requestId: string, line: bigint): ProcessingError {
  return new ProcessingError(
    "PROCESSING_IDEMPOTENCY_CONFLICT",
    `Line ${line} of request ${requestId} was left with another content.`,
    { details: { requestId, line: Number(line) } },
  );
}

function superfluous({ id, lineCount }: RequestRecord, line: bigint): ProcessingError {
  return new ProcessingError(
    "PROCESSING_MALFORMED_DOCUMENT",
    `Request ${id} has ${lineCount} lines; there is none at position ${line}.`,
    { details: { requestId: id, line: Number(line) } },
  );
}
