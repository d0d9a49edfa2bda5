import type { JsonValue } from "@opora/core";
import type { AccountRecord } from "../records/account-record.js";
import type { FeedAccount } from "./messages.js";
import {
  malformed,
  readBoolean,
  readChoice,
  readCount,
  readId,
  readInstant,
  readInteger,
  readList,
  readText,
} from "./read-json.js";

const descriptionLengthMax = 65_536;
const partCount = 16;

const spendModes: Readonly<Record<AccountRecord["spendMode"], true>> = {
  trust: true,
  limit: true,
  reserve: true,
  allotment: true,
};

/** An account of the feed as a list of its fields, in the order of {@link FeedAccount}: pages hold thousands of them. */
export function encodeFeedAccount(account: FeedAccount): JsonValue {
  return [
    account.id,
    account.customerId,
    account.kind,
    account.currency,
    account.shard,
    String(account.creditLimit),
    account.blocked,
    account.closed,
    account.description,
    account.spendMode,
    String(account.offlineLimit),
    String(account.confirmed),
    String(account.allotted),
    String(account.revision),
    String(account.updateNo),
    account.openedAtMs,
  ];
}

/** Reads and checks an account of the feed; throws `PROCESSING_MALFORMED_DOCUMENT`. */
export function decodeFeedAccount(value: unknown): FeedAccount {
  const parts = readList(value, partCount, "accounts");
  if (parts.length !== partCount) throw malformed("accounts", `has an account that is not of ${partCount} parts`);
  return {
    id: readId(parts[0], "accounts.id"),
    customerId: readId(parts[1], "accounts.customerId"),
    kind: readId(parts[2], "accounts.kind"),
    currency: readId(parts[3], "accounts.currency"),
    shard: readId(parts[4], "accounts.shard"),
    creditLimit: readCount(parts[5], "accounts.creditLimit"),
    blocked: readBoolean(parts[6], "accounts.blocked"),
    closed: readBoolean(parts[7], "accounts.closed"),
    description: readText(parts[8], 0, descriptionLengthMax, "accounts.description"),
    spendMode: readChoice(parts[9], spendModes, "accounts.spendMode"),
    offlineLimit: readCount(parts[10], "accounts.offlineLimit"),
    confirmed: readInteger(parts[11], "accounts.confirmed"),
    allotted: readInteger(parts[12], "accounts.allotted"),
    revision: readCount(parts[13], "accounts.revision"),
    updateNo: readCount(parts[14], "accounts.updateNo"),
    openedAtMs: readInstant(parts[15], "accounts.openedAtMs"),
  };
}
