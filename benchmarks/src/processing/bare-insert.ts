import { performance } from "node:perf_hooks";
import { createConnection } from "mysql2/promise";
import sqlite from "node-sqlite3-wasm";
import pg from "pg";
import { newDocumentId } from "./document-ids.js";

/** A database into which rows are put by its own driver, as fast as that goes. */
export interface BareInsert {
  /** Inserts documents with a posting each, so many in a transaction; resolves with documents per second. */
  measure(): Promise<number>;
  close(): Promise<void>;
}

/** How much is inserted. */
export interface BareInsertOptions {
  readonly documents: number;
  readonly documentsInTransaction: number;
}

type Value = string | number | null;
type Rows = readonly (readonly Value[])[];

const documentColumns = 20;
const postingColumns = 8;

/** The tables of documents and postings with all their columns, and no index beside the primary key. */
const createTables = (id: string, text: string): readonly string[] => [
  `create table documents (id ${id} primary key, shard ${id} not null, no bigint not null, kind ${id} not null,
    total bigint not null, currency ${id} not null, \`lines\` ${text} not null, contra ${id} not null, reverses ${id},
    reservation_id ${id}, refunded ${text}, is_cancelled smallint not null, origin ${id} not null, origin_seq bigint,
    payload_hash ${id} not null, state ${id} not null, occurred_at_ms bigint not null, received_at_ms bigint,
    recorded_at_ms bigint not null, meta ${text} not null)`,
  `create table postings (account_id ${id} not null, entry bigint not null, document_id ${id} not null,
    line bigint not null, no bigint not null, amount bigint not null, balance_after bigint not null,
    recorded_at_ms bigint not null, primary key (account_id, entry))`,
];

/** SQLite by node-sqlite3-wasm, with the settings of the store: write-ahead log, `synchronous=FULL`. */
export async function openBareSqlite(path: string, options: BareInsertOptions): Promise<BareInsert> {
  const rowsInStatement = 50;
  const database = new sqlite.Database(path);
  database.exec("pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full");
  for (const statement of createTables("text", "text")) {
    database.exec(
      `${statement.replaceAll("`", '"').replaceAll("bigint", "integer").replaceAll("smallint", "integer")} without rowid`,
    );
  }
  const prepare = (table: string, columns: number) => {
    const row = `(${Array(columns).fill("?").join(", ")})`;
    return database.prepare(`insert into ${table} values ${Array(rowsInStatement).fill(row).join(", ")}`);
  };
  const statements = {
    documents: prepare("documents", documentColumns),
    postings: prepare("postings", postingColumns),
  };
  return {
    measure: () =>
      insertAll(options, async (documents, postings) => {
        database.exec("begin immediate");
        for (const [name, rows] of [
          ["documents", documents],
          ["postings", postings],
        ] as const) {
          for (let at = 0; at < rows.length; at += rowsInStatement) {
            statements[name].run(rows.slice(at, at + rowsInStatement).flat());
          }
        }
        database.exec("commit");
      }),
    async close() {
      for (const statement of Object.values(statements)) statement.finalize();
      database.close();
    },
  };
}

/** PostgreSQL by `pg`, with a list for each column. */
export async function openBarePostgres(url: string, options: BareInsertOptions): Promise<BareInsert> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of createTables("text", "text")) await client.query(statement.replaceAll("`", '"'));
  const insert = async (table: string, types: readonly string[], rows: Rows): Promise<void> => {
    const lists = types.map((_, column) => rows.map((row) => row[column]));
    const parameters = types.map((type, index) => `$${index + 1}::${type}[]`).join(", ");
    await client.query({
      name: table,
      text: `insert into ${table} select * from unnest(${parameters})`,
      values: lists,
    });
  };
  const documentTypes =
    "text text int8 text int8 text text text text text text int2 text int8 text text int8 int8 int8 text".split(" ");
  const postingTypes = "text int8 text int8 int8 int8 int8 int8".split(" ");
  return {
    measure: () =>
      insertAll(options, async (documents, postings) => {
        await client.query("begin");
        await insert("documents", documentTypes, documents);
        await insert("postings", postingTypes, postings);
        await client.query("commit");
      }),
    close: () => client.end(),
  };
}

/** MariaDB by `mysql2`, with the rows in the text of the statement: faster there than parameters. */
export async function openBareMariadb(url: string, options: BareInsertOptions): Promise<BareInsert> {
  const connection = await createConnection({ uri: url });
  for (const statement of createTables("varchar(128) character set utf8mb4 collate utf8mb4_bin", "longtext")) {
    await connection.query(statement);
  }
  return {
    measure: () =>
      insertAll(options, async (documents, postings) => {
        await connection.query("begin");
        await connection.query("insert into documents values ?", [documents]);
        await connection.query("insert into postings values ?", [postings]);
        await connection.query("commit");
      }),
    close: () => connection.end(),
  };
}

async function insertAll(
  { documents, documentsInTransaction }: BareInsertOptions,
  insert: (documents: Rows, postings: Rows) => Promise<void>,
): Promise<number> {
  const batches: (readonly [Rows, Rows])[] = [];
  for (let from = 0; from < documents; from += documentsInTransaction) {
    batches.push(createRows(Math.min(documentsInTransaction, documents - from)));
  }
  const start = performance.now();
  for (const [documentRows, postingRows] of batches) await insert(documentRows, postingRows);
  return (documents * 1000) / (performance.now() - start);
}

function createRows(count: number): readonly [Rows, Rows] {
  const now = Date.now();
  const hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  const documents: Value[][] = [];
  const postings: Value[][] = [];
  for (let no = 1; no <= count; no += 1) {
    const id = newDocumentId();
    const account = newDocumentId();
    const lines = JSON.stringify([[account, "100", "100", "g", "1"]]);
    const origin = ["child-1:incarnation-1", no] as const;
    const head = [id, "0", no, "topUp", 100, "RUB", lines, "node:child-1", null, null, null, 0];
    documents.push([...head, ...origin, hash, "settled", now, now, now, "{}"]);
    postings.push([account, 1, id, 1, no, 100, 100, now]);
  }
  return [documents, postings];
}
