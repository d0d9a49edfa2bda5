import type { Command, Pay, PaymentScheme } from "@opora/processing-sdk";
import { choose, chooseAmount, chooseWeighted, type Weighted } from "./choose.js";
import type { Drawing } from "./drawing.js";
import { beginning, currency, customerId, dayMs, localAccounts } from "./population.js";
import type { ChildName, NodeName } from "./step.js";

const schemes: readonly PaymentScheme[] = [
  [{ kind: "bonus", maxShare: 500 }, { kind: "payment" }],
  [{ kind: "bonus", maxAmount: 7n, minRemain: 2n }, { kind: "quota", maxShare: 300 }, { kind: "payment" }],
  [{ kind: "payment" }, { kind: "bonus" }],
];

type CommandType = Command["type"];

const everywhere: Weighted<CommandType> = [
  [20, "topUp"],
  [30, "pay"],
  [10, "transfer"],
  [8, "refund"],
  [5, "cancel"],
  [3, "reserve"],
  [3, "capture"],
  [2, "release"],
];

const atRootOnly: Weighted<CommandType> = [
  [4, "adjust"],
  [1, "open"],
  [5, "changeParameters"],
  [5, "allot"],
];

/** Draws a command for a node, and remembers it, so that later ones may refer to it or use its id again. */
export function generateCommand(drawing: Drawing, at: NodeName): Command {
  const { random, issued } = drawing;
  if (drawing.has("sameId") && issued.length > 0 && random.below(12) === 0) return useAgain(drawing);
  const command = newCommand(drawing, at);
  issued.push(command);
  return command;
}

/** The id of an earlier command: mostly with the same content, as a caller does who got no answer. */
function useAgain({ random, issued }: Drawing): Command {
  const recent = issued.slice(-8);
  const command = random.below(3) === 0 ? choose(random, issued) : choose(random, recent);
  if (random.below(4) > 0) return command;
  switch (command.type) {
    case "topUp":
    case "transfer":
    case "allot":
      return { ...command, amount: command.amount + 1n };
    case "pay":
    case "reserve":
      return { ...command, total: command.total + 1n };
    default:
      return { type: "topUp", id: command.id, accountId: "payment", amount: 1n };
  }
}

function newCommand(drawing: Drawing, at: NodeName): Command {
  const { random } = drawing;
  const type = chooseWeighted(random, at === "root" ? [...everywhere, ...atRootOnly] : everywhere);
  const id = drawing.nextId();
  const amount = chooseAmount(random, 20);
  switch (type) {
    case "topUp":
      return { type, id, accountId: chooseAccount(drawing, at), amount };
    case "pay":
      return { type, id, total: amount, currency, from: choosePayer(drawing, at) };
    case "transfer":
      return { type, id, from: chooseAccount(drawing, at), to: chooseAccount(drawing, at), amount };
    case "refund":
      return {
        type,
        id,
        documentId: drawing.earlierDocument(),
        ...(random.below(2) === 0 && { amount: amount / 2n + 1n }),
      };
    case "cancel":
      return { type, id, documentId: drawing.earlierDocument() };
    case "adjust":
      return generateAdjustment(drawing, id);
    case "reserve":
      return generateReservation(drawing, at, id);
    case "capture":
      return { type, id, reservationId: drawing.earlierReservation(), ...(random.below(2) === 0 && { amount: 1n }) };
    case "release":
      return { type, id, reservationId: drawing.earlierReservation() };
    case "open":
      return generateOpening(drawing, id);
    case "changeParameters":
      return generateChange(drawing, id);
    case "allot":
      return { type, id, accountId: "quota", nodeId: choose<ChildName>(random, ["a", "b"]), amount: amount / 2n + 1n };
  }
}

function chooseAccount({ random, accounts }: Drawing, at: NodeName): string {
  if (at !== "root" && random.below(8) === 0) return localAccounts[at];
  return choose(random, accounts);
}

function choosePayer(drawing: Drawing, at: NodeName): Pay["from"] {
  if (drawing.random.below(3) > 0) return { accountId: chooseAccount(drawing, at) };
  return { customerId, scheme: choose(drawing.random, schemes) };
}

function generateAdjustment(drawing: Drawing, id: string): Command {
  const { random, accounts } = drawing;
  const signed = (): bigint => (random.below(2) === 0 ? 1n : -1n) * chooseAmount(random, 8);
  const chosen = [...new Set([choose(random, accounts), choose(random, accounts)])].filter((name) => name !== "quota");
  const postings = (chosen.length > 0 ? chosen : ["bonus"]).map((accountId) => ({ accountId, amount: signed() }));
  return {
    type: "adjust",
    id,
    currency,
    postings,
    reason: "simulated",
    ...(random.below(3) === 0 && { overdraft: "allow" as const }),
  };
}

function generateReservation(drawing: Drawing, at: NodeName, id: string): Command {
  const { random, reservations } = drawing;
  reservations.push(id);
  return {
    type: "reserve",
    id,
    total: chooseAmount(random, 12),
    currency,
    from: { accountId: choose(random, drawing.accounts) },
    expiresAt: new Date(beginning.getTime() + (drawing.daysPassed + 1 + random.below(20)) * dayMs),
    ...(at === "root" && random.below(2) === 0 && { nodeId: choose<ChildName>(random, ["a", "b"]) }),
  };
}

function generateOpening(drawing: Drawing, id: string): Command {
  drawing.accounts.push(id);
  return { type: "open", id, customerId, kind: choose(drawing.random, ["bonus", "saving"]), currency };
}

function generateChange(drawing: Drawing, id: string): Command {
  const { random } = drawing;
  const accountId = choose(random, drawing.accounts);
  const type = "changeParameters";
  const what = random.below(drawing.has("block") ? 5 : 2);
  if (what === 0) return { type, id, accountId, description: id };
  if (what === 1 && accountId !== "quota") return { type, id, accountId, creditLimit: BigInt(random.below(10)) };
  if (what === 4 && accountId !== "quota") {
    const sweepTo = choose(random, drawing.accounts);
    const isSwept = random.below(3) === 0 && sweepTo !== "quota" && sweepTo !== accountId;
    return { type, id, accountId, closed: true, ...(isSwept && { sweepTo }) };
  }
  return { type, id, accountId, blocked: drawing.has("block") && random.below(2) === 0 };
}
