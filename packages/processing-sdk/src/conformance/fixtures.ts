import { expectRejection, expectThat } from "@opora/core/conformance";
import {
  type AccountRecord,
  type Change,
  type CounterRecord,
  type DocumentRecord,
  type PostingRecord,
  ProcessingError,
  type ProcessingErrorCode,
  type ProcessingStore,
  type StoreTransaction,
} from "@opora/processing-sdk";

/** The limits of a signed 64-bit integer. */
export const integerMin: bigint = -(2n ** 63n);
export const integerMax: bigint = 2n ** 63n - 1n;

/** Texts in the order of their bytes; the last two are in another order by UTF-16 units. */
export const textsInOrder: readonly string[] = [
  "",
  " ",
  "-",
  "0",
  "10",
  "9",
  "A",
  "Z",
  "a",
  "a b",
  "aa",
  "z",
  "é",
  "Яя",
  "яЯ",
  "ёж",
  "ﬀ",
  "😀",
];

/** A counter. */
export function counter(name: string, value: bigint, shard = "0"): CounterRecord {
  return { name, shard, value };
}

/** A posting. */
export function posting(accountId: string, entry: bigint, fields: Partial<PostingRecord> = {}): PostingRecord {
  return {
    accountId,
    entry,
    documentId: `${accountId}/${entry}`,
    line: 1n,
    no: entry,
    amount: -100n,
    balanceAfter: 1000n,
    recordedAtMs: 1_700_000_000_000,
    ...fields,
  };
}

/** A document. */
export function document(id: string, fields: Partial<DocumentRecord> = {}): DocumentRecord {
  return {
    id,
    shard: "0",
    no: 1n,
    kind: "payment",
    total: 100n,
    currency: "RUB",
    lines: "[]",
    contra: "till",
    reverses: null,
    reservationId: null,
    refunded: null,
    isCancelled: false,
    origin: "root:1",
    originSeq: null,
    payloadHash: "0".repeat(64),
    run: "run-1",
    state: "settled",
    occurredAtMs: 1_700_000_000_000,
    receivedAtMs: null,
    recordedAtMs: 1_700_000_000_001,
    meta: "{}",
    ...fields,
  };
}

/** An account. */
export function account(id: string, fields: Partial<AccountRecord> = {}): AccountRecord {
  return {
    id,
    customerId: `${id}-customer`,
    kind: "bonus",
    currency: "RUB",
    scope: "global",
    shard: "0",
    creditLimit: 0n,
    blocked: false,
    closed: false,
    description: "",
    spendMode: "trust",
    offlineLimit: 0n,
    confirmed: 0n,
    pending: 0n,
    pendingDebits: 0n,
    reserved: 0n,
    allotted: 0n,
    revision: 1n,
    updateNo: 1n,
    watermark: 0n,
    epoch: "epoch",
    entries: 0n,
    settledEntry: 0n,
    openedAtMs: 1_700_000_000_000,
    openHash: "1".repeat(64),
    ...fields,
  };
}

/** Writes in a transaction of its own. */
export function write(store: ProcessingStore, ...changes: readonly Change[]): Promise<void> {
  return store.transaction("write", (transaction) => transaction.write(changes));
}

/** Reads in a snapshot of its own. */
export function read<Answer>(
  store: ProcessingStore,
  work: (transaction: StoreTransaction) => Promise<Answer>,
): Promise<Answer> {
  return store.transaction("snapshot", work);
}

/** The value of a counter; `undefined` when there is none. */
export async function counterValue(store: ProcessingStore, name: string): Promise<bigint | undefined> {
  const [found] = await read(store, (transaction) => transaction.read("counters", [[name, "0"]]));
  return found?.value;
}

/** The value of a counter, locked. */
export async function lockedValue(transaction: StoreTransaction, name: string): Promise<bigint | undefined> {
  const [found] = await transaction.read("counters", [[name, "0"]], { lock: "update" });
  return found?.value;
}

/** Throws unless both are equal, part by part. */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const left = canonical(actual);
  const right = canonical(expected);
  expectThat(left === right, `${what} must be ${right}, not ${left}`);
}

/** Throws unless `work` rejects with a code. */
export async function expectCode(work: Promise<unknown>, code: ProcessingErrorCode, what: string): Promise<void> {
  const error = await expectRejection(work, `${what} must be refused`);
  expectThat(ProcessingError.is(error), `${what} must be refused with a ProcessingError, not ${String(error)}`);
  expectThat(error.code === code, `${what} must be refused with ${code}, not ${error.code}`);
}

function canonical(value: unknown): string {
  if (value === undefined) return "absent";
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, part]) => `${key}: ${canonical(part)}`).join(", ")}}`;
}
