import { createManualClock, createSeededRandom, type ManualClock } from "@opora/core/testing";
import { createMemoryStore, type MemoryStore } from "@opora/processing-sdk/testing";
import type { CommandResult } from "../src/domain/command-result.js";
import type { Command } from "../src/domain/commands.js";
import type { DocumentFact } from "../src/domain/ledger/document-fact.js";
import type { WireDocument, WireLine } from "../src/domain/protocol/messages.js";
import type { NodeRecord } from "../src/domain/records/node-record.js";
import { createLedger, type LedgerOptions, type RunningLedger } from "../src/ledger/create-ledger.js";
import { executeCommands } from "../src/ledger/execute-commands.js";
import type { LedgerContext, LedgerRules } from "../src/ledger/ledger-context.js";
import { createNodeStorage } from "../src/storage/create-node-storage.js";
import type { NodeStorage } from "../src/storage/node-storage.js";

const defaultRules: LedgerRules = { creditsOnBlocked: "accept", factsOnBlocked: "apply", shards: 1 };

/** A node in memory, with its clock. */
export interface LedgerWorld {
  readonly store: MemoryStore;
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  readonly clock: ManualClock;
  readonly ledger: RunningLedger;
  /** Executes commands in one transaction of their own. */
  execute(...commands: readonly Command[]): Promise<readonly CommandResult[]>;
}

/** What a world begins with. */
export interface LedgerWorldOptions {
  readonly role?: "root" | "child";
  readonly nodeId?: string;
  readonly rules?: Partial<LedgerRules>;
  readonly node?: Partial<NodeRecord>;
  readonly ledger?: Partial<Omit<LedgerOptions, "context" | "storage">>;
}

/** Sets up a node: a root unless told otherwise. */
export async function createLedgerWorld(options: LedgerWorldOptions = {}): Promise<LedgerWorld> {
  const { role = "root", nodeId = role === "root" ? "root" : "till-1" } = options;
  const clock = createManualClock(new Date("2026-01-15T09:00:00Z"));
  const store = createMemoryStore();
  const storage = createNodeStorage({ store, random: createSeededRandom(1), pause: async () => undefined });
  const context: LedgerContext = { role, nodeId, run: "run-1", rules: { ...defaultRules, ...options.rules }, clock };
  await store.transaction("write", (transaction) =>
    transaction.write([{ table: "node", insert: [nodeRecord({ role, nodeId, ...options.node })] }]),
  );
  return {
    store,
    storage,
    context,
    clock,
    ledger: createLedger({ context, storage, ...options.ledger }),
    execute: (...commands) => storage.online((transaction) => executeCommands(context, transaction, commands)),
  };
}

export function nodeRecord(over: Partial<NodeRecord>): NodeRecord {
  return {
    id: "self",
    role: "root",
    nodeId: "root",
    incarnation: "i1",
    epoch: "e1",
    sequenceBase: 0n,
    acked: 0n,
    settled: 0n,
    durable: 0n,
    resyncThrough: 0n,
    cursor: "{}",
    isCaughtUp: true,
    createdAtMs: 0,
    lastContactAtMs: null,
    haltCode: "",
    ...over,
  };
}

let facts = 0;

/** A child's document as the root gets it. The lines are what matters; the rest has some value. */
export function factOf(over: Partial<WireDocument> & { readonly lines: readonly WireLine[] }, seq = 1n): DocumentFact {
  facts += 1;
  let credits = 0n;
  let debits = 0n;
  for (const { amount } of over.lines) {
    if (amount > 0n) credits += amount;
    else debits -= amount;
  }
  const document: WireDocument = {
    seq,
    id: `fact-${facts}`,
    payloadHash: facts.toString(16).padStart(64, "0"),
    run: "run-2",
    kind: "payment",
    total: credits > debits ? credits : debits,
    currency: "RUB",
    contra: "till-1",
    reverses: null,
    reservationId: null,
    occurredAtMs: 0,
    meta: "{}",
    lineCount: over.lines.length,
    ...over,
  };
  return {
    origin: "till-1:i1",
    nodeId: "till-1",
    receivedAtMs: 1,
    document,
    documentId: document.id,
    seq: document.seq,
    body: JSON.stringify({ id: document.id }),
  };
}

/** A line of a child's document on an account that all nodes have. */
export function globalLine(accountId: string, amount: bigint): WireLine {
  return { accountId, amount, scope: "global", balanceAfter: 0n };
}

/** What has to hold at a root after anything: balances are the sums of their postings, entries have no gaps. */
export async function checkConservation(store: MemoryStore): Promise<void> {
  const { accounts, postings } = await store.dump();
  const sums = new Map<string, { sum: bigint; count: bigint }>();
  for (const { accountId, amount, entry } of postings) {
    const before = sums.get(accountId) ?? { sum: 0n, count: 0n };
    if (entry !== before.count + 1n) throw new Error(`Entry ${entry} of ${accountId} follows ${before.count}.`);
    sums.set(accountId, { sum: before.sum + amount, count: entry });
  }
  for (const { id, confirmed, pending, entries } of accounts) {
    const { sum, count } = sums.get(id) ?? { sum: 0n, count: 0n };
    if (sum !== confirmed + pending)
      throw new Error(`${id} shows ${confirmed + pending}, its postings sum up to ${sum}.`);
    if (count !== entries) throw new Error(`${id} has ${count} postings and counts ${entries}.`);
  }
}
