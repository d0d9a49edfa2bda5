import type { AccountRecord, Command, CommandProduct, CommandResult, MovementDocument } from "@opora/processing-sdk";
import { printStep } from "../../schedule/print-schedule.js";
import type { NodeName } from "../../schedule/step.js";
import { type Breach, breach } from "../../verdict.js";
import { childNames, type Mirrors, type Watch } from "./watch.js";
import { available } from "./watch-safety.js";

/** Follows the answers that callers get: idempotency (I10), and that what was done is what was asked for (I1). */
export interface Results extends Watch {
  /** `before`: the accounts of the node before the command, when nothing else happened meanwhile. */
  answered(
    node: NodeName,
    command: Command,
    result: CommandResult,
    before?: ReadonlyMap<string, AccountRecord>,
  ): Breach | undefined;
}

interface Answer {
  /** The root did it, and the child knows nothing of it: as when the id was used at the root. */
  readonly isForwarded: boolean;
  readonly command: Command;
  readonly product: string;
}

/** Creates the watch. */
export function watchResults(mirrors: Mirrors): Results {
  const answers: Record<NodeName, Map<string, Answer>> = { root: new Map(), a: new Map(), b: new Map() };
  const backups: Record<NodeName, Map<string, Answer>> = { root: new Map(), a: new Map(), b: new Map() };

  function accepted(node: NodeName, command: Command, product: CommandProduct): Breach | undefined {
    const isForwarded =
      node !== "root" && forwardable.includes(command.type) && !mirrors[node].documents.has(command.id);
    const answer = { isForwarded, command, product: fingerprint(product) };
    const earlier = answers[node].get(command.id);
    const isAnsweredElsewhere = earlier?.isForwarded === true && (!isForwarded || !isSame(earlier.command, command));
    if (earlier !== undefined && !isAnsweredElsewhere) {
      if (!isSame(earlier.command, command))
        return breach("idempotency", `${node} takes ${command.id} for two commands`);
      if (earlier.product !== answer.product) {
        return breach("idempotency", `${node} answers ${command.id} with ${answer.product} after ${earlier.product}`);
      }
      return undefined;
    }
    answers[node].set(command.id, answer);
    return product.type === "document" ? checkMovement(command, product.document) : undefined;
  }

  return {
    answered(node, command, result, before) {
      if (result.status === "accepted") return accepted(node, command, result.product);
      const { code, retryable } = result.error;
      const earlier = answers[node].get(command.id);
      // A reservation that is long over is cleaned up: its id is known for ever, what it held is not.
      const isOver = command.type === "reserve" && code === "PROCESSING_RESERVATION_ENDED";
      if (earlier !== undefined && !retryable && !isOver && isSame(earlier.command, command)) {
        return breach("idempotency", `${node} refuses ${command.id}, which it took before, with ${code}`);
      }
      return code === "PROCESSING_INSUFFICIENT_FUNDS" && before !== undefined
        ? checkRefusal(node, command, before)
        : undefined;
    },
    backedUp(node) {
      backups[node] = new Map(answers[node]);
    },
    restored(node) {
      answers[node] = new Map(backups[node]);
      if (node === "root") for (const child of childNames) forgetForwarded(answers[child]);
    },
  };
}

/** What a child may have had the root do, which the root has forgotten. */
function forgetForwarded(answers: Map<string, Answer>): void {
  for (const [id, { isForwarded }] of answers) if (isForwarded) answers.delete(id);
}

const forwardable: readonly Command["type"][] = ["refund", "cancel", "reserve", "capture", "release"];

const textOf = (command: Command): string => printStep({ type: "request", command });

const isSame = (left: Command, right: Command): boolean => left === right || textOf(left) === textOf(right);

/** What two answers to one command have in common, wherever the document was read from. */
function fingerprint(product: CommandProduct): string {
  switch (product.type) {
    case "document": {
      const { id, kind, total, postings } = product.document;
      return `${kind} ${id} of ${total}: ${postings.map(({ accountId, amount }) => `${accountId} ${amount}`).join(", ")}`;
    }
    case "account":
      return `account ${product.account.id}`;
    case "reservation":
      return `reservation ${product.reservation.id} of ${product.reservation.total}`;
  }
}

function checkMovement(command: Command, { postings, total }: MovementDocument): Breach | undefined {
  const sum = postings.reduce((all, { amount }) => all + amount, 0n);
  const wanted = wantedSum(command);
  if (wanted !== undefined && sum !== wanted)
    return breach("conservation", `${command.id} moves ${sum}, not ${wanted}`);
  if (command.type === "transfer" && postings.find(({ accountId }) => accountId === command.to)?.amount !== total) {
    return breach("conservation", `${command.id} does not credit ${total} on ${command.to}`);
  }
  return undefined;
}

/** What all postings of the command come to, where the command alone tells it. */
function wantedSum(command: Command): bigint | undefined {
  switch (command.type) {
    case "topUp":
      return command.amount;
    case "pay":
      return -command.total;
    case "transfer":
      return 0n;
    case "adjust":
      return command.postings.reduce((all, { amount }) => all + amount, 0n);
    default:
      return undefined;
  }
}

function checkRefusal(
  node: NodeName,
  command: Command,
  before: ReadonlyMap<string, AccountRecord>,
): Breach | undefined {
  if (command.type !== "pay" || !("accountId" in command.from)) return undefined;
  const account = before.get(command.from.accountId);
  if (account === undefined || available(node, account) < command.total) return undefined;
  return breach("localSafety", `${node} refuses ${command.id}, which ${account.id} covers`);
}
