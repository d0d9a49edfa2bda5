import type { BoundParameter } from "@opora/sql";
import sqlite, { type Database, type JSValue } from "node-sqlite3-wasm";
import type { SqliteBinding } from "../../sqlite/binding.js";

/** Opens a file with node-sqlite3-wasm. */
export function openWasmBinding(path: string): SqliteBinding {
  const database: Database = new sqlite.Database(path);
  return {
    prepare(text) {
      const statement = database.prepare(text);
      return {
        all: (parameters) => statement.all(toValues(parameters)) as Record<string, unknown>[],
        run: (parameters) => statement.run(toValues(parameters)).changes,
        finalize: () => statement.finalize(),
      };
    },
    execute: (statements) => database.exec(statements),
    close: () => database.close(),
  };
}

/** The connector has refused lists, the one kind of parameter that SQLite lacks. */
function toValues(parameters: readonly BoundParameter[]): JSValue[] {
  return parameters as JSValue[];
}
