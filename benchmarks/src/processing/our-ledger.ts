import { systemClock, systemIds, systemRandom } from "@opora/core";
import { type Command, createRootNode, type Ledger, type RootNode } from "@opora/processing-sdk";
import { createSqlProcessingStore, processingMigrations } from "@opora/processing-sdk/sql";
import { migrate, type SqlDatabase } from "@opora/sql";
import { newDocumentId } from "./document-ids.js";

/** The accounts of a ledger that is measured: 10,000. */
export const benchmarkAccountIds: readonly string[] = Array.from({ length: 10_000 }, (_, index) => `account-${index}`);

/** A ledger that is measured: each call is a posting of its own, by the whole path of a root node. */
export interface MeasuredLedger {
  /** Credits one of the accounts, at random. */
  postAnywhere(): Promise<unknown>;
  /** Credits always the same account. */
  postToHotAccount(): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts a root node with its default settings on an empty database. */
async function openRoot(database: SqlDatabase): Promise<RootNode> {
  await migrate(database, [processingMigrations]);
  const store = createSqlProcessingStore(database);
  return createRootNode({ store, nodeId: "root", clock: systemClock, ids: systemIds, random: systemRandom });
}

/** Opens a ledger with {@link benchmarkAccountIds} on an empty database, which is closed with it. */
export async function openMeasuredLedger(database: SqlDatabase): Promise<MeasuredLedger> {
  const root = await openRoot(database);
  await openAccounts(root.ledger, benchmarkAccountIds);
  const post = (accountId: string) => root.ledger.topUp({ id: newDocumentId(), accountId, amount: 100n });
  return {
    postAnywhere: () => post(randomAccountId()),
    postToHotAccount: () => post("account-0"),
    async close() {
      await root.close();
      await database.close();
    },
  };
}

/** Opens accounts, a thousand in a transaction. */
export async function openAccounts(ledger: Ledger, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += 1000) {
    const commands = ids.slice(from, from + 1000).map((id): Command => {
      return { type: "open", id, customerId: `customer-${id}`, kind: "payment", currency: "RUB" };
    });
    const rejected = (await ledger.batch(commands)).find(({ status }) => status === "rejected");
    if (rejected?.status === "rejected") throw rejected.error;
  }
}

/** One of {@link benchmarkAccountIds}. */
export function randomAccountId(): string {
  return benchmarkAccountIds[Math.floor(Math.random() * benchmarkAccountIds.length)] ?? "";
}
