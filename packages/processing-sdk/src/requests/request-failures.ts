import type { RequestFailureRecord, RequestLineRecord, RequestRecord } from "../domain/records/request-record.js";
import { ProcessingError } from "../errors.js";
import { checkLimit } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import { issueNumbers } from "../storage/issue-numbers.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { requestTurns } from "./add-request.js";
import type { RequestFailure, RequestFailuresQuery } from "./offline-requests.js";

/** A request and its lines as a failure keeps them. */
export function toFailure(
  { id, command, lineCount, receivedAtMs }: RequestRecord,
  lines: readonly RequestLineRecord[],
  error: ProcessingError,
  failedAtMs: number,
): RequestFailureRecord {
  const bodies = JSON.stringify(lines.map(({ line, body }) => [Number(line), body]));
  return { id, command, lineCount, lines: bodies, code: error.code, message: error.message, receivedAtMs, failedAtMs };
}

/** Refused requests, by id. */
export async function listRequestFailures(
  storage: NodeStorage,
  { afterId, limit = 100 }: RequestFailuresQuery,
  options?: PortOptions,
): Promise<readonly RequestFailure[]> {
  checkLimit(limit, "OfflineRequests.failures");
  const records = await storage.snapshot(
    (transaction) =>
      transaction.range("requestFailures", "key", {
        prefix: [],
        limit,
        ...(afterId === undefined ? {} : { after: [afterId] }),
      }),
    options,
  );
  return records.map((record) => ({
    id: record.id,
    code: record.code,
    message: record.message,
    receivedAt: new Date(record.receivedAtMs),
    failedAt: new Date(record.failedAtMs),
    command: record.command,
    lines: linesOf(record).map(({ body }) => body),
  }));
}

/** Puts a refused request back in line, with its lines, in one transaction. */
export function reprocessRequest(storage: NodeStorage, id: string, options?: PortOptions): Promise<void> {
  return storage.online(async (transaction) => {
    const [failure] = await transaction.read("requestFailures", [[id]], { lock: "update" });
    if (failure === undefined) {
      throw new ProcessingError("PROCESSING_DOCUMENT_NOT_FOUND", `There is no refused request ${id}.`, {
        details: { id },
      });
    }
    const turn = await issueNumbers(transaction, requestTurns.name, requestTurns.shard, 1);
    const { command, lineCount, receivedAtMs } = failure;
    await transaction.write([
      { table: "requestFailures", delete: [[id]] },
      { table: "requestLines", put: linesOf(failure) },
      { table: "requests", put: [{ id, status: "waiting", turn, command, lineCount, receivedAtMs }] },
    ]);
  }, options);
}

function linesOf({ id, lines, receivedAtMs }: RequestFailureRecord): readonly RequestLineRecord[] {
  const bodies = JSON.parse(lines) as readonly (readonly [number, string])[];
  return bodies.map(([line, body]) => ({ requestId: id, line: BigInt(line), body, receivedAtMs }));
}
