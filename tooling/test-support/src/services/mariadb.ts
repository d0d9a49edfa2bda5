import { createConnection } from "mysql2/promise";
import { type Availability, absent, available } from "../availability.js";
import { newDatabaseName, reasonOf, type TestDatabase, withDatabase } from "./test-database.js";

/**
 * Creates an empty MariaDB (or MySQL) database for a test, on the server of `OPORA_TEST_MARIADB_URL`, by default
 * `mysql://root@127.0.0.1:3306`.
 *
 * @example
 * ```ts
 * test("keeps what it acknowledged", async (context) => {
 *   const { url, dispose } = skipUnlessAvailable(context, await testMariadb());
 *   context.onTestFinished(dispose);
 * });
 * ```
 */
export async function testMariadb(): Promise<Availability<TestDatabase>> {
  const { OPORA_TEST_MARIADB_URL: serverUrl = "mysql://root@127.0.0.1:3306" } = process.env;
  const name = newDatabaseName();
  try {
    await runOn(serverUrl, `create database ${name} character set utf8mb4`);
  } catch (error) {
    return absent(`no MariaDB on 127.0.0.1:3306 or at OPORA_TEST_MARIADB_URL (${reasonOf(error)})`);
  }
  return available({
    url: withDatabase(serverUrl, name),
    dispose: () => runOn(serverUrl, `drop database if exists ${name}`),
  });
}

async function runOn(serverUrl: string, statement: string): Promise<void> {
  const connection = await createConnection({ uri: serverUrl, connectTimeout: 5_000 });
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
