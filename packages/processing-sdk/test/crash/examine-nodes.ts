import {
  createInProcessTransport,
  type ProcessingStore,
  type Records,
  type TableName,
  tables,
} from "@opora/processing-sdk";
import { createSqlArchive, createSqlProcessingStore } from "@opora/processing-sdk/sql";
import type { SqlDatabase } from "@opora/sql";
import { expect } from "vitest";
import { expectedBalances, type Onlooker } from "./acknowledged.js";
import { childId, startChild, startRoot } from "./programs/crash-nodes.js";
import { type DatabaseAddress, openDatabase } from "./programs/open-database.js";
import { accountIds } from "./programs/test-movements.js";

/** The databases of a root, its archive and its child. */
export interface NodeDatabases {
  readonly root: DatabaseAddress;
  readonly archive: DatabaseAddress;
  readonly child: DatabaseAddress;
}

/** What was found when everything had come to rest. */
export interface Examination {
  readonly documents: number;
  readonly archived: number;
}

/**
 * Starts both nodes once more, lets their duties run until nothing is left, and expects that every acknowledged movement
 * happened once at the root, in the archive and in the balances that both show, that others happened at most once, and
 * that nothing else did.
 */
export async function examineNodes(databases: NodeDatabases, onlooker: Onlooker): Promise<Examination> {
  const open = {
    root: await openDatabase(databases.root, "node"),
    archive: await openDatabase(databases.archive, "archive"),
    child: await openDatabase(databases.child, "node"),
  };
  try {
    const rootStore = createSqlProcessingStore(open.root);
    const childStore = createSqlProcessingStore(open.child);
    const root = await startRoot(rootStore, createSqlArchive(open.archive));
    const transport = createInProcessTransport({ handler: root.handle, nodeId: childId });
    const child = await startChild(childStore, transport);
    // The second round shows the child what the first one settled.
    for (let round = 0; round < 2; round += 1) {
      await untilTrue(async () => (await child.sync.runSync()).isFinished);
      await untilTrue(async () => (await root.runSettle()).isFinished);
      await untilTrue(async () => (await root.runArchive()).isCaughtUp);
    }

    const documents = await readAll(rootStore, "documents");
    const happened = documents.map(({ id }) => id).filter((id) => !id.startsWith("opening-"));
    const tried = new Set([...onlooker.acknowledged(), ...onlooker.unanswered()]);
    expect([...onlooker.acknowledged()].filter((id) => !happened.includes(id))).toEqual([]);
    expect(happened.filter((id) => !tried.has(id))).toEqual([]);

    const balances = expectedBalances(happened);
    expect(balancesOf(await root.ledger.accountsOf("customer"))).toEqual(balances);
    expect(balancesOf(await child.ledger.accountsOf("customer"))).toEqual(balances);
    expect(await sumOfPostings(open.archive, "processing_archive_postings")).toEqual(balances);
    expect((await readAll(rootStore, "postings")).length).toBe(documents.length);
    const archived = await open.archive.execute<{ id: string }>("select id from processing_archive_documents");
    expect(archived.rows.map(({ id }) => id).sort()).toEqual(documents.map(({ id }) => id).sort());

    expect(await readAll(rootStore, "inbox")).toEqual([]);
    expect(await root.suspensions()).toEqual([]);
    for (const node of [root, child]) {
      const { findings, accounts } = await node.audit.run();
      expect(findings).toEqual([]);
      expect(accounts).toBe(accountIds.length);
    }
    await child.close();
    await root.close();
    return { documents: documents.length, archived: archived.rows.length };
  } finally {
    for (const database of Object.values(open)) await database.close();
  }
}

function balancesOf(accounts: readonly { readonly id: string; readonly balance: bigint }[]) {
  return Object.fromEntries(accounts.map(({ id, balance }) => [id, balance]));
}

async function sumOfPostings(database: SqlDatabase, table: string): Promise<Readonly<Record<string, bigint>>> {
  const { rows } = await database.execute<{ account_id: string; amount: bigint }>(
    `select account_id, amount from ${table}`,
  );
  const sums: Record<string, bigint> = {};
  for (const { account_id, amount } of rows) sums[account_id] = (sums[account_id] ?? 0n) + amount;
  return sums;
}

/** Every record of a table. */
export async function readAll<Table extends TableName>(
  store: ProcessingStore,
  table: Table,
): Promise<readonly Records[Table][]> {
  const key: readonly string[] = tables[table].key;
  return store.transaction("snapshot", async (transaction) => {
    const records: Records[Table][] = [];
    for (;;) {
      const last = records.at(-1) as Readonly<Record<string, never>> | undefined;
      const bounds = last === undefined ? {} : { after: key.map((field) => last[field] as never) };
      const page = await transaction.range(table, "key", { prefix: [], limit: 1000, ...bounds });
      records.push(...page);
      if (page.length < 1000) return records;
    }
  });
}

async function untilTrue(isDone: () => Promise<boolean>): Promise<void> {
  for (let round = 0; !(await isDone()); round += 1) {
    if (round > 10_000) throw new Error("This does not come to an end.");
  }
}
