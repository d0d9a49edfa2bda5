import { systemClock, systemIds, systemRandom } from "@opora/core";
import { createRootNode, type RootNode } from "@opora/processing-sdk";
import {
  archiveMigrations,
  createSqlArchive,
  createSqlProcessingStore,
  processingMigrations,
} from "@opora/processing-sdk/sql";
import { migrate, type SqlDatabase } from "@opora/sql";
import { openMysql } from "@opora/sql/mysql";
import { openPostgres } from "@opora/sql/postgres";
import { skipUnlessAvailable, testMariadb, testPostgres } from "@opora/test-support";
import { expect, onTestFinished, test } from "vitest";
import { createOnlooker, expectedBalances } from "./acknowledged.js";
import { createCuttableProxy } from "./cuttable-proxy.js";
import { readAll } from "./examine-nodes.js";
import { openTestAccounts } from "./programs/crash-nodes.js";
import { loadLedger } from "./programs/load-ledger.js";

const callers = 16;
const movements = 1500;
const movementsBetweenLosses = 60;

/** A server with an empty database, and how its connections are ended from outside. */
interface Engine {
  readonly name: string;
  readonly url: string;
  open(url: string): Promise<SqlDatabase>;
  killConnections(administration: SqlDatabase): Promise<void>;
}

/** Starts a node while its database is away, and takes the database away again and again while it works. */
async function loseAgainAndAgain(engine: Engine): Promise<void> {
  const administration = await engine.open(engine.url);
  onTestFinished(() => administration.close());
  await migrate(administration, [processingMigrations, archiveMigrations]);
  const proxy = await createCuttableProxy(engine.url);
  onTestFinished(proxy.close);
  const database = await engine.open(proxy.url);
  onTestFinished(() => database.close());

  proxy.block();
  let pauses = 0;
  const root = await createRootNode({
    store: createSqlProcessingStore(database),
    archive: createSqlArchive(database),
    nodeId: "root",
    clock: systemClock,
    ids: systemIds,
    random: systemRandom,
    // The server comes back after the third attempt.
    pause: async () => {
      pauses += 1;
      if (pauses === 3) proxy.restore();
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  expect(pauses).toBeGreaterThanOrEqual(3);
  await openTestAccounts(root);

  const onlooker = createOnlooker();
  let losses = 0;
  const load = loadLedger(root.ledger, {
    source: "root",
    callers,
    movements,
    repeat: [],
    report: (event, id) => {
      onlooker.hear(`${event} ${id}`);
      const { acknowledged } = onlooker.counts();
      if (event !== "acknowledged" || acknowledged % movementsBetweenLosses > 0) return;
      losses += 1;
      if (losses % 2 === 0) void engine.killConnections(administration);
      else proxy.cut();
    },
  });
  await load.ended;

  await expectExactly(root, onlooker.acknowledged(), createSqlProcessingStore(administration));
  await root.close();
  console.log(`${engine.name}: ${onlooker.counts().acknowledged} movements acknowledged over ${losses} losses; 0 lost`);
}

/** Every movement was acknowledged in the end: exactly these are there. */
async function expectExactly(
  root: RootNode,
  ids: ReadonlySet<string>,
  store: ReturnType<typeof createSqlProcessingStore>,
): Promise<void> {
  const documents = (await readAll(store, "documents")).map(({ id }) => id).filter((id) => !id.startsWith("opening-"));
  expect(documents.sort()).toEqual([...ids].sort());
  const accounts = await root.ledger.accountsOf("customer");
  expect(Object.fromEntries(accounts.map(({ id, balance }) => [id, balance]))).toEqual(expectedBalances(ids));
  expect((await root.audit.run()).findings).toEqual([]);
}

test("a node waits for PostgreSQL at its start, and survives the loss of its connections at work", async (context) => {
  const { url, dispose } = skipUnlessAvailable(context, await testPostgres());
  onTestFinished(dispose);
  await loseAgainAndAgain({
    name: "PostgreSQL",
    url,
    open: (address) => openPostgres({ url: address, maxConnections: 4 }),
    async killConnections(administration) {
      await administration.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
    },
  });
});

test("a node waits for MariaDB at its start, and survives the loss of its connections at work", async (context) => {
  const { url, dispose } = skipUnlessAvailable(context, await testMariadb());
  onTestFinished(dispose);
  await loseAgainAndAgain({
    name: "MariaDB",
    url,
    open: (address) => openMysql({ url: address, maxConnections: 4 }),
    async killConnections(administration) {
      const { rows } = await administration.execute<{ id: bigint }>(
        "select id from information_schema.processlist where db = database() and id <> connection_id()",
      );
      for (const { id } of rows) await administration.execute(`kill ${id}`).catch(() => undefined);
    },
  });
});
