import { join } from "node:path";
import { openSqliteHandle, type SqliteHandle } from "@opora/sql/sqlite-handle";
import { suiteFolder } from "@opora/test-support";
import sqlite, { type BindValues } from "node-sqlite3-wasm";
import { describe, test } from "vitest";
import { runConformance } from "../run-conformance.js";

interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => SqliteHandle;
}

const folder = suiteFolder();
const nodeSqlite = process.getBuiltinModule("node:sqlite") as NodeSqlite | undefined;

if (nodeSqlite === undefined) {
  describe("SQLite through node:sqlite", () => {
    test("(the whole suite)", (context) =>
      context.skip(`node:sqlite needs Node 22.13; this is ${process.versions.node}`));
  });
} else {
  runConformance("SQLite through node:sqlite", () =>
    openSqliteHandle({ handle: new nodeSqlite.DatabaseSync(join(folder, "node.db")) }),
  );
}

// better-sqlite3 itself is compiled at installation, so it is no dependency of ours; this stands in for its manners.
runConformance("SQLite through a handle shaped like better-sqlite3", () =>
  openSqliteHandle({ handle: openStandIn(join(folder, "stand-in.db")) }),
);

/** A handle over node-sqlite3-wasm that insists on what better-sqlite3 insists on. */
function openStandIn(path: string): SqliteHandle {
  const database = new sqlite.Database(path);
  // Without shared memory this build has a write-ahead log only when it has the file for itself.
  database.exec("pragma locking_mode = exclusive");
  return {
    prepare(text) {
      const reader = /^\s*(?:select|pragma \w+$|with)|\breturning\b/i.test(text);
      let hasSafeIntegers = false;
      const refuseUnless = (isAllowed: boolean, message: string): void => {
        if (!isAllowed) throw new TypeError(message);
      };
      return {
        reader,
        safeIntegers(enabled) {
          hasSafeIntegers = enabled;
        },
        all(...values) {
          refuseUnless(reader, "This statement does not return data. Use run() instead");
          const rows = database.all(text, values as BindValues);
          return rows.map((row) =>
            Object.fromEntries(
              Object.entries(row).map(([name, value]) => [name, standInValue(value, hasSafeIntegers)]),
            ),
          );
        },
        run(...values) {
          refuseUnless(!reader, "This statement returns data. Use get(), all(), or iterate() instead");
          return database.run(text, values as BindValues);
        },
      };
    },
    exec: (statements) => database.exec(statements),
    close: () => database.close(),
  };
}

function standInValue(value: unknown, hasSafeIntegers: boolean): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value);
  return typeof value === "number" && Number.isInteger(value) && hasSafeIntegers ? BigInt(value) : value;
}
