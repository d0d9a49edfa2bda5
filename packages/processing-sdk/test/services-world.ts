import { createSeededRandom } from "@opora/core/testing";
import { CrashError, createCrashingStore, type MemoryStore, type StoreDump } from "@opora/processing-sdk/testing";
import { expect } from "vitest";
import type { CleanupRules } from "../src/cleanup/cleanup.js";
import { createCleanup } from "../src/cleanup/create-cleanup.js";
import type { DocumentFact } from "../src/domain/ledger/document-fact.js";
import type { WireDocument, WireLine } from "../src/domain/protocol/messages.js";
import type { OriginRecord } from "../src/domain/records/origin-record.js";
import { bookFacts } from "../src/ledger/book-facts.js";
import type { ProcessingStore } from "../src/ports/store.js";
import { createNodeStorage } from "../src/storage/create-node-storage.js";
import type { NodeStorage } from "../src/storage/node-storage.js";
import { createLedgerWorld, factOf, type LedgerWorld, type LedgerWorldOptions } from "./ledger-world.js";

export const dayMs = 86_400_000;

/** A root with two customers: Anna has a payment, a bonus and a saving account, Boris a payment account. */
export async function createRootWithAccounts(options: LedgerWorldOptions = {}): Promise<LedgerWorld> {
  const world = await createLedgerWorld(options);
  const open = (id: string, customerId: string, kind: string) =>
    ({ type: "open", id, customerId, kind, currency: "RUB" }) as const;
  await world.execute(
    open("a-pay", "anna", "payment"),
    open("a-bonus", "anna", "bonus"),
    open("a-saving", "anna", "saving"),
    open("b-pay", "boris", "payment"),
  );
  return world;
}

/** The storage of a node over a store. */
export function storageOver(store: ProcessingStore): NodeStorage {
  return createNodeStorage({ store, random: createSeededRandom(1), pause: async () => undefined });
}

/** A document of till 1 with a sequence number. */
export function tillFact(seq: bigint, lines: readonly WireLine[], over: Partial<WireDocument> = {}): DocumentFact {
  const hash = seq.toString(16).padStart(64, "0");
  const fact = factOf({ lines, seq, id: `till-doc-${seq}`, payloadHash: hash, ...over });
  return { ...fact, seq, documentId: fact.document?.id ?? "" };
}

/** Books documents of till 1, as settling does. */
export async function settleFacts(world: LedgerWorld, facts: readonly DocumentFact[]): Promise<void> {
  await world.storage.background(async (transaction) => {
    const [origin] = await transaction.read("origins", [["till-1:i1"]], { lock: "update" });
    const last = facts.at(-1)?.seq ?? 0n;
    await bookFacts(world.context, transaction, facts);
    await transaction.write([{ table: "origins", put: [originRecord({ ...origin, received: last, settled: last })] }]);
  });
}

export function originRecord(over: Partial<OriginRecord>): OriginRecord {
  return {
    originId: "till-1:i1",
    nodeId: "till-1",
    received: 0n,
    receivedToken: "",
    settled: 0n,
    archived: 0n,
    backedUp: 0n,
    announced: 0n,
    firstContactAtMs: 0,
    lastContactAtMs: 0,
    ...over,
  };
}

export const cleanupRules: CleanupRules = {
  documentRetentionDays: 90,
  reservationRetentionDays: 90,
  eventRetentionDays: 365,
  importResultRetentionDays: 365,
  backups: "none",
  pageSize: 2,
  maxPages: 1000,
  schedule: { startAt: "03:00", timeZone: "UTC", windowMinutes: 60 },
};

export function cleanupOf(world: LedgerWorld, rules: Partial<CleanupRules> = {}) {
  return createCleanup({ storage: world.storage, context: world.context, rules: { ...cleanupRules, ...rules } });
}

/** A duty on a store as it was prepared, and what it leaves outside the store. */
export interface PreparedDuty {
  readonly store: MemoryStore;
  run(storage: NodeStorage): Promise<unknown>;
  outside?(): unknown;
}

interface Remains {
  readonly dump: StoreDump;
  readonly outside: unknown;
}

/**
 * Lets a duty die at every call of the store in turn and carries on with another process: what is left must be what is
 * left without any death.
 */
export async function dieAtEveryPoint(prepare: () => Promise<PreparedDuty>): Promise<number> {
  const remainsOf = async ({ store, outside }: PreparedDuty): Promise<Remains> => ({
    dump: await store.dump(),
    outside: outside?.(),
  });
  const undisturbed = await prepare();
  const watched = createCrashingStore(undisturbed.store);
  await undisturbed.run(storageOver(watched));
  const points = watched.passed();
  const expected = await remainsOf(undisturbed);
  for (let crashAt = 1; crashAt <= points.length; crashAt += 1) {
    const duty = await prepare();
    const dying = createCrashingStore(duty.store, { crashAt });
    await expect(duty.run(storageOver(dying))).rejects.toBeInstanceOf(CrashError);

    await duty.run(storageOver(duty.store));

    const where = `died at ${crashAt}: ${JSON.stringify(points[crashAt - 1])}`;
    expect({ where, ...(await remainsOf(duty)) }).toEqual({ where, ...expected });
  }
  return points.length;
}
