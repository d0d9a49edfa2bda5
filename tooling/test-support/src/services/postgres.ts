import { userInfo } from "node:os";
import pg from "pg";
import { type Availability, absent, available } from "../availability.js";
import { type EmbeddedServer, startEmbeddedPostgres } from "./embedded-postgres.js";
import { newDatabaseName, reasonOf, type TestDatabase, withDatabase } from "./test-database.js";

/**
 * Creates an empty PostgreSQL database for a test: on the server of `OPORA_TEST_POSTGRES_URL`, else on 127.0.0.1:5432,
 * else on a server started for as long as a database on it is in use.
 *
 * @example
 * ```ts
 * test("keeps what it acknowledged", async (context) => {
 *   const { url, dispose } = skipUnlessAvailable(context, await testPostgres());
 *   context.onTestFinished(dispose);
 * });
 * ```
 */
export async function testPostgres(): Promise<Availability<TestDatabase>> {
  const { OPORA_TEST_POSTGRES_URL: configured } = process.env;
  if (configured !== undefined) {
    const found = await tryServer(configured);
    return found.available ? available(await createOn(configured)) : found;
  }
  for (const user of new Set(["postgres", userInfo().username])) {
    const url = `postgres://${user}@127.0.0.1:5432/postgres`;
    if ((await tryServer(url)).available) return available(await createOn(url));
  }
  return createOnEmbedded();
}

async function tryServer(url: string): Promise<Availability<string>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.end();
    return available(url);
  } catch (error) {
    return absent(`no PostgreSQL at OPORA_TEST_POSTGRES_URL (${reasonOf(error)})`);
  }
}

async function createOn(serverUrl: string): Promise<TestDatabase> {
  const name = newDatabaseName();
  // template0: nobody is ever connected to it, which would make the copy fail.
  await runOn(serverUrl, `create database ${name} template template0 encoding 'UTF8'`);
  return {
    url: withDatabase(serverUrl, name),
    dispose: () => runOn(serverUrl, `drop database if exists ${name} with (force)`),
  };
}

async function runOn(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The server that is running for this process, and how many databases on it are in use. */
const embedded: { server: Promise<EmbeddedServer> | undefined; users: number } = { server: undefined, users: 0 };

async function createOnEmbedded(): Promise<Availability<TestDatabase>> {
  embedded.users += 1;
  embedded.server ??= startEmbeddedPostgres();
  try {
    const { url } = await embedded.server;
    const database = await createOn(url);
    return available({
      url: database.url,
      async dispose() {
        await database.dispose();
        await leaveEmbedded();
      },
    });
  } catch (error) {
    await leaveEmbedded();
    return absent(`no PostgreSQL on 127.0.0.1:5432, and none could be started (${reasonOf(error)})`);
  }
}

async function leaveEmbedded(): Promise<void> {
  embedded.users -= 1;
  if (embedded.users > 0) return;
  const server = embedded.server;
  embedded.server = undefined;
  const running = await server?.catch(() => undefined);
  await running?.stop();
}
