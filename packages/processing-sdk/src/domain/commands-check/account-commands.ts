import type { SpendMode } from "../account.js";
import type { AccountParameters, Allot, ChangeParameters, OpenAccount } from "../commands.js";
import type { Writable } from "../writable.js";
import {
  amountOf,
  commandIdOf,
  flagOf,
  idOf,
  limitOf,
  malformed,
  objectOf,
  textOf,
  type Unchecked,
  wordOf,
} from "./fields.js";

const parameterKeys = ["creditLimit", "blocked", "closed", "description", "spendMode"] as const;
const openKeys = new Set(["type", "id", "customerId", "kind", "currency", "scope", ...parameterKeys]);
const changeKeys = new Set(["type", "id", "accountId", "ifRevision", "sweepTo", ...parameterKeys]);
const allotKeys = new Set(["type", "id", "accountId", "nodeId", "amount"]);
const spendModeKeys = new Set(["limit"]);
const maxDescription = 1000;

/** Checks an {@link OpenAccount}. */
export function checkOpen(value: unknown): OpenAccount {
  const from = objectOf(value, "", openKeys);
  const to: Writable<OpenAccount> = {
    type: "open",
    id: commandIdOf(from["id"]),
    customerId: idOf(from["customerId"], "/customerId"),
    kind: idOf(from["kind"], "/kind"),
    currency: idOf(from["currency"], "/currency", 16),
  };
  if (from["scope"] !== undefined) to.scope = wordOf(from["scope"], "/scope", ["global", "local"]);
  takeParameters(from, to);
  if (to.closed === true) throw malformed("/closed", "must not be true for a new account");
  // The root opens those itself, for what a child did and no account can take.
  if (to.kind === "suspense") throw malformed("/kind", "must not be suspense");
  return to;
}

/** Checks a {@link ChangeParameters}. */
export function checkChangeParameters(value: unknown): ChangeParameters {
  const from = objectOf(value, "", changeKeys);
  const to: Writable<ChangeParameters> = {
    type: "changeParameters",
    id: commandIdOf(from["id"]),
    accountId: idOf(from["accountId"], "/accountId"),
  };
  if (from["ifRevision"] !== undefined) to.ifRevision = limitOf(from["ifRevision"], "/ifRevision");
  takeParameters(from, to);
  if (from["sweepTo"] !== undefined) {
    to.sweepTo = idOf(from["sweepTo"], "/sweepTo");
    if (to.closed !== true) throw malformed("/sweepTo", "must come with closed: true");
    if (to.sweepTo === to.accountId) throw malformed("/sweepTo", "must be another account");
  }
  return to;
}

/** Checks an {@link Allot}. */
export function checkAllot(value: unknown): Allot {
  const from = objectOf(value, "", allotKeys);
  return {
    type: "allot",
    id: commandIdOf(from["id"]),
    accountId: idOf(from["accountId"], "/accountId"),
    nodeId: idOf(from["nodeId"], "/nodeId"),
    amount: amountOf(from["amount"], "/amount"),
  };
}

function takeParameters(from: Unchecked, to: Writable<AccountParameters>): void {
  if (from["creditLimit"] !== undefined) to.creditLimit = limitOf(from["creditLimit"], "/creditLimit");
  if (from["blocked"] !== undefined) to.blocked = flagOf(from["blocked"], "/blocked");
  if (from["closed"] !== undefined) to.closed = flagOf(from["closed"], "/closed");
  if (from["description"] !== undefined) {
    to.description = textOf(from["description"], "/description", maxDescription);
  }
  if (from["spendMode"] !== undefined) to.spendMode = spendModeOf(from["spendMode"]);
}

function spendModeOf(value: unknown): SpendMode {
  if (typeof value === "string") return wordOf(value, "/spendMode", ["trust", "reserve", "allotment"] as const);
  return { limit: limitOf(objectOf(value, "/spendMode", spendModeKeys)["limit"], "/spendMode/limit") };
}
