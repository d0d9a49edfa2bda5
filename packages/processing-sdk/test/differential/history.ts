import { createSeededRandom, type SeededRandom } from "@opora/core/testing";
import type { AccountParameters, Command, MovementCommand, Pay } from "@opora/processing-sdk";

/** The nodes of a history. */
export const nodeNames = ["root", "child-1", "child-2"] as const;
export type NodeName = (typeof nodeNames)[number];
export type ChildName = Exclude<NodeName, "root">;

/** What happens next. */
export type Step =
  | { readonly type: "commands"; readonly node: NodeName; readonly commands: readonly Command[] }
  | { readonly type: "push" | "pull" | "sync"; readonly node: ChildName }
  | { readonly type: "settle" | "archive" | "expire" }
  | { readonly type: "advance"; readonly ms: number };

// Ids that an engine must not take for one another: case, accents, spaces at the end, other scripts.
const accountIds = ["account-1", "Account-1", "account 1", "áccount-1", "счёт-1", "Счёт-1", "a", "z", "ß", "ss"];
const localAccountIds = ["local", "Local"];
const customerIds = ["клиент-1", "Клиент-1", "customer"];
const kinds = ["bonus", "saving", "payment"];
const spendModes = ["trust", "trust", "reserve", "allotment", { limit: 500n }] as const;
const start = new Date("2026-01-15T09:00:00+03:00");

/** A history that follows from its seed: commands that are right, refused, repeated and contradictory, and exchanges. */
export function createHistory(seed: number, length: number): readonly Step[] {
  const random = createSeededRandom(seed);
  const commands = createCommands(random);
  const steps: Step[] = [
    { type: "commands", node: "root", commands: commands.openings() },
    { type: "sync", node: "child-1" },
    { type: "sync", node: "child-2" },
    ...(["child-1", "child-2"] as const).map(
      (node): Step => ({ type: "commands", node, commands: commands.localOpenings(node) }),
    ),
  ];
  while (steps.length < length) steps.push(nextStep(random, commands));
  return steps;
}

function nextStep(random: SeededRandom, commands: Commands): Step {
  const child: ChildName = random.below(2) === 0 ? "child-1" : "child-2";
  switch (random.below(12)) {
    case 0:
      return { type: "push", node: child };
    case 1:
      return { type: "pull", node: child };
    case 2:
    case 3:
      return { type: "sync", node: child };
    case 4:
      return { type: "settle" };
    case 5:
      return { type: "archive" };
    case 6:
      return random.below(2) === 0 ? { type: "expire" } : { type: "advance", ms: 1 + random.below(3_600_000) };
    default: {
      const node = pick(random, nodeNames);
      const count = 1 + random.below(12);
      return { type: "commands", node, commands: Array.from({ length: count }, () => commands.next(node)) };
    }
  }
}

interface Commands {
  openings(): readonly Command[];
  localOpenings(node: NodeName): readonly Command[];
  next(node: NodeName): Command;
}

function createCommands(random: SeededRandom): Commands {
  const issued: Command[] = [];
  const documentIds: string[] = ["nothing"];
  const reservationIds: string[] = ["nothing"];
  let number = 0;
  const newId = (): string => {
    number += 1;
    return `id-${number}`;
  };
  const account = (): string => pick(random, random.below(12) === 0 ? localAccountIds : accountIds);
  const amount = (): bigint => BigInt(1 + random.below(400));
  const remember = <C extends Command>(command: C): C => {
    issued.push(command);
    return command;
  };
  const movement = (command: MovementCommand): Command => {
    documentIds.push(command.id);
    const details = random.below(4) === 0 ? { contra: "касса-7", meta: { чек: "№ 17" } } : {};
    const occurred = random.below(4) === 0 ? { occurredAt: new Date(start.getTime() - random.below(1e9)) } : {};
    return remember({ ...command, ...details, ...occurred });
  };
  const source = (): Pay["from"] =>
    random.below(2) === 0
      ? { accountId: account() }
      : {
          customerId: pick(random, customerIds),
          scheme: [
            { kind: "bonus", maxShare: 1 + random.below(1000) },
            { kind: "saving", minRemain: 10n },
            { kind: "payment" },
          ],
        };

  const makers: readonly ((node: NodeName) => Command)[] = [
    () => movement({ type: "topUp", id: newId(), accountId: account(), amount: amount() }),
    () => movement({ type: "topUp", id: newId(), accountId: account(), amount: amount() }),
    () => movement({ type: "pay", id: newId(), total: amount(), currency: "RUB", from: source() }),
    () =>
      movement({ type: "pay", id: newId(), total: amount(), currency: pick(random, ["RUB", "KZT"]), from: source() }),
    () => movement({ type: "transfer", id: newId(), from: account(), to: account(), amount: amount() }),
    () => movement({ type: "refund", id: newId(), documentId: pick(random, documentIds), amount: amount() }),
    () => movement({ type: "refund", id: newId(), documentId: pick(random, documentIds) }),
    () =>
      movement({
        type: "refund",
        id: newId(),
        documentId: pick(random, documentIds),
        lines: [{ line: 1, amount: 7n }],
      }),
    () => movement({ type: "cancel", id: newId(), documentId: pick(random, documentIds) }),
    () =>
      movement({
        type: "adjust",
        id: newId(),
        currency: "RUB",
        postings: [
          { accountId: account(), amount: amount() },
          { accountId: account(), amount: -amount() },
        ],
        overdraft: pick(random, ["allow", "refuse"]),
        reason: "пересчёт",
      }),
    () => reserve(),
    () => movement({ type: "capture", id: newId(), reservationId: pick(random, reservationIds), amount: amount() }),
    () => movement({ type: "capture", id: newId(), reservationId: pick(random, reservationIds) }),
    () => remember({ type: "release", id: newId(), reservationId: pick(random, reservationIds) }),
    () => remember({ type: "changeParameters", id: newId(), accountId: account(), ...parameters() }),
    () => remember({ type: "allot", id: newId(), accountId: account(), nodeId: "child-1", amount: amount() }),
    // The same once more, and the same id for something else.
    () => pick(random, issued),
    () => pick(random, issued),
    () => ({ type: "topUp", id: pick(random, issued).id, accountId: account(), amount: amount() }),
  ];

  function reserve(): Command {
    const id = newId();
    reservationIds.push(id);
    // In whole hours: the clock of a history moves by less.
    const expiresAt = new Date(start.getTime() + (1 + random.below(200)) * 3_600_000);
    const nodeId = random.below(3) === 0 ? { nodeId: pick(random, nodeNames) } : {};
    return remember({ type: "reserve", id, total: amount(), currency: "RUB", from: source(), expiresAt, ...nodeId });
  }

  function parameters(): AccountParameters & { readonly sweepTo?: string; readonly ifRevision?: bigint } {
    switch (random.below(7)) {
      case 0:
        return { closed: true, ...(random.below(2) === 0 ? { sweepTo: pick(random, accountIds) } : {}) };
      case 1:
        return { closed: false };
      case 2:
        return { blocked: random.below(3) === 0 };
      case 3:
        return { creditLimit: BigInt(random.below(300)) };
      case 4:
        return { spendMode: pick(random, spendModes) };
      case 5:
        return { description: "Сбережения 💰", ifRevision: BigInt(random.below(4)) };
      default:
        return { blocked: false, closed: false };
    }
  }

  return {
    openings: () =>
      accountIds.map((id, index) =>
        remember({
          type: "open",
          id,
          customerId: customerIds[index % customerIds.length] ?? "",
          kind: kinds[Math.floor(index / customerIds.length) % kinds.length] ?? "",
          currency: index === 7 ? "KZT" : "RUB",
          creditLimit: BigInt(random.below(2) * 100),
          spendMode: pick(random, spendModes),
        }),
      ),
    localOpenings: (node) =>
      localAccountIds.map((id) => ({
        type: "open",
        id,
        customerId: node,
        kind: "till",
        currency: "RUB",
        scope: "local",
      })),
    next: (node) => pick(random, makers)(node),
  };
}

function pick<T>(random: SeededRandom, list: readonly T[]): T {
  const chosen = list[random.below(list.length)];
  if (chosen === undefined) throw new Error("There is nothing to choose from.");
  return chosen;
}
