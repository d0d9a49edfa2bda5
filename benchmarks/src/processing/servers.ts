import { randomUUID } from "node:crypto";
import { createConnection } from "mysql2/promise";
import pg from "pg";

/** An empty database on a server of this machine. */
export interface BenchmarkDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Runs work with an empty database that is dropped afterwards. */
export async function withDatabase<T>(
  create: () => Promise<BenchmarkDatabase>,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const { url, drop } = await create();
  try {
    return await work(url);
  } finally {
    await drop();
  }
}

/** Creates a database on the server of `OPORA_TEST_POSTGRES_URL`, by default 127.0.0.1:5432. */
export async function createPostgresDatabase(): Promise<BenchmarkDatabase> {
  const { OPORA_TEST_POSTGRES_URL: server = "postgres://postgres@127.0.0.1:5432/postgres" } = process.env;
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  const name = newName();
  await run(`create database ${name} template template0 encoding 'UTF8'`);
  return { url: onServer(server, name), drop: () => run(`drop database if exists ${name} with (force)`) };
}

/** Creates a database on the server of `OPORA_TEST_MARIADB_URL`, by default 127.0.0.1:3306. */
export async function createMariadbDatabase(): Promise<BenchmarkDatabase> {
  const { OPORA_TEST_MARIADB_URL: server = "mysql://root@127.0.0.1:3306" } = process.env;
  const run = async (statement: string): Promise<void> => {
    const connection = await createConnection({ uri: server });
    await connection.query(statement).finally(() => connection.end());
  };
  const name = newName();
  await run(`create database ${name} character set utf8mb4`);
  return { url: onServer(server, name), drop: () => run(`drop database if exists ${name}`) };
}

function newName(): string {
  return `opora_bench_${randomUUID().replaceAll("-", "")}`;
}

function onServer(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
