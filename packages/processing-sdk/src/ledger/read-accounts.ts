import type { Account } from "../domain/account.js";
import { idOf } from "../domain/commands-check/fields.js";
import { toAccount } from "../domain/ledger/account-state.js";
import { accountNotFound } from "../domain/ledger/refusals.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { LedgerContext } from "./ledger-context.js";
import { readNode } from "./load-state.js";

/** Most accounts of one customer that are read at once. */
const maxAccounts = 1000;

/** An account as the node shows it. */
export async function readAccount(
  context: LedgerContext,
  storage: NodeStorage,
  accountId: string,
  options: PortOptions,
): Promise<Account> {
  const id = idOf(accountId, "/id", 128);
  return storage.snapshot(async (transaction) => {
    const node = await readNode(context, transaction);
    const [record] = await transaction.read("accounts", [[id]]);
    if (record === undefined) throw accountNotFound(id);
    return toAccount(node, record);
  }, options);
}

/** The first 1000 accounts of a customer, in the order of their ids. */
export async function readAccountsOf(
  context: LedgerContext,
  storage: NodeStorage,
  customerId: string,
  options: PortOptions,
): Promise<readonly Account[]> {
  const id = idOf(customerId, "/customerId");
  return storage.snapshot(async (transaction) => {
    const node = await readNode(context, transaction);
    const records = await transaction.range("accounts", "byCustomer", { prefix: [id], limit: maxAccounts });
    return records.map((record) => toAccount(node, record));
  }, options);
}
