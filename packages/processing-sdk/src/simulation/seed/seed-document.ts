import type { Command } from "@opora/processing-sdk";
import { currency } from "../schedule/population.js";

/** A document of the seed: AccountDoc with its AccountTrans. */
export interface SeedDocument {
  readonly id: string;
  readonly account: string;
  readonly amount: bigint;
  /** Day of its date, by the clock of the node that made it. */
  readonly day: number;
}

/** The document that a command makes; undefined: the model has no such command. */
export function seedDocumentOf(command: Command, day: number): SeedDocument | undefined {
  if (command.type === "topUp") {
    return { id: command.id, account: command.accountId, amount: command.amount, day };
  }
  if (command.type === "pay" && "accountId" in command.from && command.currency === currency) {
    return { id: command.id, account: command.from.accountId, amount: -command.total, day };
  }
  return undefined;
}

/** A copy of ACCOUNT, as far as the algorithm looks at it. */
export interface SeedAccount {
  /** ACCOUNTSUM. */
  sum: bigint;
  /** ISBLOCKED. */
  isBlocked: boolean;
}

/** What both kinds of centre check before a movement. */
export function accepts(account: SeedAccount | undefined, amount: bigint): account is SeedAccount {
  return account !== undefined && (amount > 0n || (!account.isBlocked && account.sum + amount >= 0n));
}
