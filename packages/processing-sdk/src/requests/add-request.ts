import { commandToJson } from "../domain/command-json.js";
import type { Command } from "../domain/commands.js";
import { checkCommand } from "../domain/commands-check/check-command.js";
import { commandHash } from "../domain/ledger/command-hash.js";
import type { RequestFailureRecord, RequestRecord } from "../domain/records/request-record.js";
import { ProcessingError } from "../errors.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { PortOptions, StoreTransaction } from "../ports/store.js";
import { issueNumbers } from "../storage/issue-numbers.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { OfflineRequest, RequestStatus } from "./offline-requests.js";
import { maxRequestLines } from "./request-command.js";

/** The counter that puts requests in line. */
export const requestTurns = { name: "requests", shard: "0" } as const;

/** Takes the header of a request. */
export async function addRequest(
  storage: NodeStorage,
  context: LedgerContext,
  request: OfflineRequest,
  options?: PortOptions,
): Promise<RequestStatus> {
  const command = checkHeader(request);
  const header = { command: commandToJson(command), lineCount: BigInt(request.lineCount ?? 0) };
  return storage.online(async (transaction) => {
    const known = await findKnown(transaction, command, header);
    if (known !== undefined) return known;
    const turn = await issueNumbers(transaction, requestTurns.name, requestTurns.shard, 1);
    const receivedAtMs = context.clock.now().getTime();
    const record: RequestRecord = { id: command.id, status: "waiting", turn, receivedAtMs, ...header };
    await transaction.write([{ table: "requests", insert: [record] }]);
    return "waiting";
  }, options);
}

/** Where a request with the id stands already; refuses one with another command. */
async function findKnown(
  transaction: StoreTransaction,
  command: Command,
  header: Pick<RequestRecord, "command" | "lineCount">,
): Promise<RequestStatus | undefined> {
  const { id } = command;
  const isSame = (stored: RequestRecord | RequestFailureRecord): boolean =>
    stored.command === header.command && stored.lineCount === header.lineCount;
  const [waiting] = await transaction.read("requests", [[id]]);
  if (waiting !== undefined) return isSame(waiting) ? waiting.status : refuseOther(id);
  const [failure] = await transaction.read("requestFailures", [[id]]);
  if (failure !== undefined) return isSame(failure) ? "failed" : refuseOther(id);
  const executedHash = await findExecutedHash(transaction, id);
  if (executedHash === undefined) return undefined;
  return header.lineCount > 0n || executedHash === commandHash(command) ? "executed" : refuseOther(id);
}

/** The hash of the command that was executed under an id. */
export async function findExecutedHash(transaction: StoreTransaction, id: string): Promise<string | undefined> {
  const [document] = await transaction.read("documents", [[id]]);
  if (document !== undefined) return document.payloadHash;
  const [registered] = await transaction.read("registry", [[id]]);
  return registered?.payloadHash;
}

function refuseOther(id: string): never {
  throw new ProcessingError(
    "PROCESSING_IDEMPOTENCY_CONFLICT",
    `Request ${id} was left with another command. Give the other one an id of its own.`,
    { details: { id } },
  );
}

/** Checks a command whose list is still to come: a line of no account stands for it. */
function checkHeader({ command, lineCount = 0 }: OfflineRequest): Command {
  if (!Number.isInteger(lineCount) || lineCount < 0 || lineCount > maxRequestLines) {
    throw malformed(`lineCount must be an integer from 0 to ${maxRequestLines}`, "/lineCount");
  }
  if (lineCount === 0) return checkCommand(command);
  if (command.type === "adjust" && command.postings.length === 0) {
    const checked = checkCommand({ ...command, postings: [{ accountId: "-", amount: 1n }] });
    return { ...checked, postings: [] } as unknown as Command;
  }
  if (command.type === "refund" && (command.lines === undefined || command.lines.length === 0)) {
    const checked = checkCommand({ ...command, lines: [{ line: 1, amount: 1n }] });
    return { ...checked, lines: [] } as unknown as Command;
  }
  throw malformed("A request with lines must be of type adjust without postings, or refund without lines", "");
}

function malformed(message: string, path: string): ProcessingError {
  return new ProcessingError("PROCESSING_MALFORMED_DOCUMENT", `${message}.`, { details: { path } });
}
