import { createSqlDatabase, refuseUnknownKeys, type SqlDatabase } from "@opora/sql";
import initSqlJs from "sql.js";
import { createSqliteConnector } from "../../sqlite/connector.js";
import { translateSqliteError } from "../../sqlite/errors.js";
import { bindSqljs } from "./sqljs-binding.js";

/** Options of {@link openSqljs}. */
export interface SqljsOptions {
  /** A SQLite file to start from, for instance an earlier export. Default: an empty database. */
  readonly bytes?: Uint8Array;
  /** Where `sql-wasm.wasm` is, for bundlers and browsers. Default: beside sql.js. */
  readonly locateFile?: (file: string) => string;
}

/** A database in memory. */
export interface SqljsDatabase extends SqlDatabase {
  /** The whole database as the bytes of a SQLite file, between two transactions. */
  exportBytes(): Promise<Uint8Array>;
}

/**
 * Opens a database in memory: for tests, examples, browsers, and reading or making SQLite files as bytes. Nothing is
 * durable; do not build a store on writing the exported bytes to a file, a crash in between loses all of it.
 *
 * @throws SqlError `SQL_STORE_CORRUPT` when `bytes` are not a SQLite file, `SQL_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const database = await openSqljs();
 * await database.execute("create table notes (id text primary key) strict");
 * const bytes = await database.exportBytes();
 * ```
 */
export async function openSqljs(options: SqljsOptions = {}): Promise<SqljsDatabase> {
  refuseUnknownKeys("openSqljs", options, ["bytes", "locateFile"]);
  const { bytes, locateFile } = options;
  const sqljs = await initSqlJs(locateFile === undefined ? {} : { locateFile });
  const raw = new sqljs.Database(bytes);
  const binding = bindSqljs(raw);
  const applySettings = (): void => {
    try {
      binding.execute("pragma foreign_keys = on; select count(*) from sqlite_schema");
    } catch (error) {
      throw translateSqliteError(error, "open");
    }
  };
  applySettings();
  const connector = createSqliteConnector({
    binding,
    findDurabilityGap: () => "it is in memory",
    afterClose: () => undefined,
  });
  const database = createSqlDatabase(connector, { durability: "relaxed" });
  return {
    ...database,
    exportBytes: () =>
      database.session(async () => {
        // sql.js closes and reopens its database around an export: statements and settings are lost.
        connector.forgetStatements();
        const exported = raw.export();
        applySettings();
        return exported;
      }),
  };
}
