import type { Account, AccountParameters, HistoryEntry, SpendMode } from "@opora/processing-sdk";
import { plainJson } from "../../processing/plain-json.js";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import type { CommandReport } from "../report.js";
import { UsageError } from "../usage-error.js";
import type { NodeArguments } from "./database-option.js";
import { withLedger } from "./with-node.js";

interface ParameterArguments {
  readonly creditLimit?: bigint;
  readonly description?: string;
  readonly spendMode?: string;
}

/** Options of `opora processing account open`. */
export interface OpenArguments extends NodeArguments, ParameterArguments {
  readonly id: string;
  readonly customer: string;
  readonly kind: string;
  readonly currency: string;
  readonly scope: "global" | "local";
}

/** Options of `opora processing account change`. */
export interface ChangeArguments extends NodeArguments, ParameterArguments {
  readonly accountId: string;
  readonly id: string;
  readonly blocked?: string;
  readonly closed?: string;
  readonly sweepTo?: string;
  readonly ifRevision?: bigint;
}

/** Options of `opora processing account allot`. */
export interface AllotArguments extends NodeArguments {
  readonly accountId: string;
  readonly id: string;
  readonly to: string;
  readonly amount: bigint;
}

/** Options of `opora processing account show`. */
export interface ShowArguments extends NodeArguments {
  readonly accountId: string;
  readonly at?: Date;
}

/** Options of `opora processing account list`. */
export interface AccountArguments extends NodeArguments {
  readonly customerId: string;
}

/** Options of `opora processing account history`. */
export interface HistoryArguments extends NodeArguments {
  readonly accountId: string;
  readonly before?: bigint;
  readonly limit: number;
}

/** Opens an account. */
export function openAccountCommand(context: CommandContext, options: OpenArguments): Promise<CommandReport> {
  const { id, customer, kind, currency, scope } = options;
  return withLedger(context, options, async (ledger) =>
    accountReport(await ledger.open({ id, customerId: customer, kind, currency, scope, ...parametersOf(options) })),
  );
}

/** Changes parameters of an account. */
export function changeAccountCommand(context: CommandContext, options: ChangeArguments): Promise<CommandReport> {
  const { accountId, id, blocked, closed, sweepTo, ifRevision } = options;
  const command = {
    id,
    accountId,
    ...parametersOf(options),
    ...(blocked !== undefined && { blocked: yesOrNo("--blocked", blocked) }),
    ...(closed !== undefined && { closed: yesOrNo("--closed", closed) }),
    ...(sweepTo !== undefined && { sweepTo }),
    ...(ifRevision !== undefined && { ifRevision }),
  };
  return withLedger(context, options, async (ledger) => accountReport(await ledger.changeParameters(command)));
}

/** Grants a child a part of an account. */
export function allotCommand(context: CommandContext, options: AllotArguments): Promise<CommandReport> {
  const { accountId, id, to, amount } = options;
  return withLedger(context, options, async (ledger) =>
    accountReport(await ledger.allot({ id, accountId, nodeId: to, amount })),
  );
}

/** Shows an account. */
export function showAccountCommand(context: CommandContext, options: ShowArguments): Promise<CommandReport> {
  const { accountId, at } = options;
  return withLedger(context, options, async (ledger) => {
    if (at === undefined) return accountReport(await ledger.account(accountId));
    const balance = await ledger.balanceAt(accountId, at);
    return { exitCode: exitCode.ok, json: plainJson({ accountId, at, balance }), lines: [`${balance}`] };
  });
}

/** Lists the accounts of a customer. */
export function listAccountsCommand(context: CommandContext, options: AccountArguments): Promise<CommandReport> {
  return withLedger(context, options, async (ledger) => {
    const accounts = await ledger.accountsOf(options.customerId);
    return { exitCode: exitCode.ok, json: plainJson(accounts), lines: accounts.map(accountLine) };
  });
}

/** Lists postings of an account. */
export function historyCommand(context: CommandContext, options: HistoryArguments): Promise<CommandReport> {
  const { accountId, before, limit } = options;
  return withLedger(context, options, async (ledger) => {
    const entries = await ledger.history({
      accountId,
      limit,
      ...(before !== undefined && { beforeEntry: before }),
    });
    return { exitCode: exitCode.ok, json: plainJson(entries), lines: entries.map(historyLine) };
  });
}

function accountReport(account: Account): CommandReport {
  return { exitCode: exitCode.ok, json: plainJson(account), lines: [accountLine(account)] };
}

function accountLine({ id, kind, currency, balance, available, pending, blocked, closed }: Account): string {
  const state = [...(blocked ? ["blocked"] : []), ...(closed ? ["closed"] : [])].join(", ");
  const amounts = `balance ${balance}, available ${available}, pending ${pending}`;
  return `${id} (${kind}, ${currency}): ${amounts}${state === "" ? "" : `; ${state}`}`;
}

function historyLine({ entry, documentId, line, amount, balanceAfter, recordedAt }: HistoryEntry): string {
  return `${entry}  ${recordedAt.toISOString()}  ${amount}  → ${balanceAfter}  ${documentId} line ${line}`;
}

function parametersOf({ creditLimit, description, spendMode }: ParameterArguments): AccountParameters {
  return {
    ...(creditLimit !== undefined && { creditLimit }),
    ...(description !== undefined && { description }),
    ...(spendMode !== undefined && { spendMode: spendModeOf(spendMode) }),
  };
}

function spendModeOf(text: string): SpendMode {
  if (text === "trust" || text === "reserve" || text === "allotment") return text;
  const limit = /^limit:(\d{1,19})$/.exec(text)?.[1];
  if (limit === undefined) throw new UsageError("--spend-mode: trust, reserve, allotment or limit:<minor units>");
  return { limit: BigInt(limit) };
}

function yesOrNo(option: string, text: string): boolean {
  if (text !== "yes" && text !== "no") throw new UsageError(`${option}: yes or no`);
  return text === "yes";
}
