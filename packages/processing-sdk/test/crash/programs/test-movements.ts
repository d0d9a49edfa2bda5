import type { Arguments, Pay, TopUp } from "@opora/processing-sdk";

/** Accounts that everybody in a crash test moves money on. */
export const accountIds: readonly string[] = Array.from({ length: 20 }, (_, index) => `account-${index}`);
/** So much that no payment of a test is ever refused. */
export const openingBalance = 1_000_000_000n;

/** What a movement of a crash test does: it follows from its number, so that an onlooker can tell the balances. */
export interface TestMovement {
  readonly id: string;
  readonly accountId: string;
  /** Above zero a top-up, below zero a payment. */
  readonly amount: bigint;
}

/** The movement number `number` of a source, for instance of a life of a process. */
export function testMovement(source: string, number: number): TestMovement {
  return movementOfId(`${source}:${number}`);
}

/** The movement that an id stands for. */
export function movementOfId(id: string): TestMovement {
  const number = Number(id.slice(id.lastIndexOf(":") + 1));
  const amount = BigInt(1 + ((number * 7919) % 97));
  const accountId = accountIds[(number * 31) % accountIds.length] ?? "";
  return { id, accountId, amount: number % 3 === 0 ? -amount : amount };
}

/** What a movement needs of a ledger. */
export interface MovementLedger {
  topUp(command: Arguments<TopUp>): Promise<unknown>;
  pay(command: Arguments<Pay>): Promise<unknown>;
}

/** Has a ledger carry out a movement. */
export async function carryOut(ledger: MovementLedger, { id, accountId, amount }: TestMovement): Promise<void> {
  if (amount > 0n) await ledger.topUp({ id, accountId, amount });
  else await ledger.pay({ id, total: -amount, currency: "RUB", from: { accountId } });
}
