import type { Adjust, Cancel, Pay, Refund, TopUp, Transfer } from "../commands.js";
import type { SchemePart } from "../scheme.js";
import type { Writable } from "../writable.js";
import {
  amountOf,
  commandIdOf,
  idOf,
  integerOf,
  limitOf,
  listOf,
  malformed,
  objectOf,
  signedAmountOf,
  textOf,
  wordOf,
} from "./fields.js";
import { detailKeys, takeDetails } from "./movement-details.js";

/** Most lines of a document, and most parts of a scheme. */
export const maxLines = 64;

const topUpKeys = new Set(["type", "id", "accountId", "amount", ...detailKeys]);
const payKeys = new Set(["type", "id", "total", "currency", "from", ...detailKeys]);
const transferKeys = new Set(["type", "id", "from", "to", "amount", ...detailKeys]);
const refundKeys = new Set(["type", "id", "documentId", "amount", "lines", ...detailKeys]);
const cancelKeys = new Set(["type", "id", "documentId", ...detailKeys]);
const adjustKeys = new Set(["type", "id", "currency", "postings", "overdraft", "reason", ...detailKeys]);
const payerKeys = new Set(["accountId", "customerId", "scheme"]);
const partKeys = new Set(["kind", "maxShare", "maxAmount", "minRemain"]);
const refundLineKeys = new Set(["line", "amount"]);
const postingKeys = new Set(["accountId", "amount"]);
const maxReason = 500;

/** Checks a {@link TopUp}. */
export function checkTopUp(value: unknown): TopUp {
  const from = objectOf(value, "", topUpKeys);
  const to: TopUp = {
    type: "topUp",
    id: commandIdOf(from["id"]),
    accountId: idOf(from["accountId"], "/accountId"),
    amount: amountOf(from["amount"], "/amount"),
  };
  takeDetails(from, to);
  return to;
}

/** Checks a {@link Pay}. */
export function checkPay(value: unknown): Pay {
  const from = objectOf(value, "", payKeys);
  const to: Pay = {
    type: "pay",
    id: commandIdOf(from["id"]),
    total: amountOf(from["total"], "/total"),
    currency: idOf(from["currency"], "/currency", 16),
    from: payerOf(from["from"]),
  };
  takeDetails(from, to);
  return to;
}

/** Checks a {@link Transfer}. */
export function checkTransfer(value: unknown): Transfer {
  const from = objectOf(value, "", transferKeys);
  const to: Transfer = {
    type: "transfer",
    id: commandIdOf(from["id"]),
    from: idOf(from["from"], "/from"),
    to: idOf(from["to"], "/to"),
    amount: amountOf(from["amount"], "/amount"),
  };
  if (to.from === to.to) throw malformed("/to", "must be another account than /from");
  takeDetails(from, to);
  return to;
}

/** Checks a {@link Refund}. */
export function checkRefund(value: unknown): Refund {
  const from = objectOf(value, "", refundKeys);
  const to: Writable<Refund> = {
    type: "refund",
    id: commandIdOf(from["id"]),
    documentId: idOf(from["documentId"], "/documentId"),
  };
  if (from["amount"] !== undefined) to.amount = amountOf(from["amount"], "/amount");
  if (from["lines"] !== undefined) {
    if (to.amount !== undefined) throw malformed("/lines", "must not come together with /amount");
    to.lines = refundLinesOf(from["lines"]);
  }
  takeDetails(from, to);
  return to;
}

/** Checks a {@link Cancel}. */
export function checkCancel(value: unknown): Cancel {
  const from = objectOf(value, "", cancelKeys);
  const to: Cancel = {
    type: "cancel",
    id: commandIdOf(from["id"]),
    documentId: idOf(from["documentId"], "/documentId"),
  };
  takeDetails(from, to);
  return to;
}

/** Checks an {@link Adjust}. */
export function checkAdjust(value: unknown): Adjust {
  const from = objectOf(value, "", adjustKeys);
  const to: Writable<Adjust> = {
    type: "adjust",
    id: commandIdOf(from["id"]),
    currency: idOf(from["currency"], "/currency", 16),
    postings: postingsOf(from["postings"]),
    reason: textOf(from["reason"], "/reason", maxReason),
  };
  if (from["overdraft"] !== undefined) to.overdraft = wordOf(from["overdraft"], "/overdraft", ["refuse", "allow"]);
  takeDetails(from, to);
  if (to.meta !== undefined && Object.hasOwn(to.meta, "reason")) {
    throw malformed("/meta", "must have no entry reason: that one is /reason");
  }
  return to;
}

/** Checks who pays: one account, or a customer by a scheme. */
export function payerOf(value: unknown): Pay["from"] {
  const from = objectOf(value, "/from", payerKeys);
  if (from["accountId"] !== undefined) {
    if (from["customerId"] !== undefined || from["scheme"] !== undefined) {
      throw malformed("/from", "must have either accountId, or customerId and scheme");
    }
    return { accountId: idOf(from["accountId"], "/from/accountId") };
  }
  return {
    customerId: idOf(from["customerId"], "/from/customerId"),
    scheme: listOf(from["scheme"], "/from/scheme", maxLines).map((part, index) =>
      partOf(part, `/from/scheme/${index}`),
    ),
  };
}

function partOf(value: unknown, path: string): SchemePart {
  const from = objectOf(value, path, partKeys);
  const to: Writable<SchemePart> = { kind: idOf(from["kind"], `${path}/kind`) };
  if (from["maxShare"] !== undefined) to.maxShare = integerOf(from["maxShare"], `${path}/maxShare`, 1, 1000);
  if (from["maxAmount"] !== undefined) to.maxAmount = amountOf(from["maxAmount"], `${path}/maxAmount`);
  if (from["minRemain"] !== undefined) to.minRemain = limitOf(from["minRemain"], `${path}/minRemain`);
  return to;
}

function refundLinesOf(value: unknown): NonNullable<Refund["lines"]> {
  const seen = new Set<number>();
  return listOf(value, "/lines", maxLines).map((item, index) => {
    const path = `/lines/${index}`;
    const from = objectOf(item, path, refundLineKeys);
    const line = integerOf(from["line"], `${path}/line`, 1, Number.MAX_SAFE_INTEGER);
    if (seen.has(line)) throw malformed(`${path}/line`, "must not name a line twice");
    seen.add(line);
    return { line, amount: amountOf(from["amount"], `${path}/amount`) };
  });
}

function postingsOf(value: unknown): Adjust["postings"] {
  const seen = new Set<string>();
  return listOf(value, "/postings", maxLines).map((item, index) => {
    const path = `/postings/${index}`;
    const from = objectOf(item, path, postingKeys);
    const accountId = idOf(from["accountId"], `${path}/accountId`);
    if (seen.has(accountId)) throw malformed(`${path}/accountId`, "must not name an account twice");
    seen.add(accountId);
    return { accountId, amount: signedAmountOf(from["amount"], `${path}/amount`) };
  });
}
