import type { SqlEngine } from "../domain/engine.js";
import { createTable } from "../domain/schema/changes.js";
import { bigintColumn, idColumn, instantColumn } from "../domain/schema/columns.js";
import { renderChange } from "../domain/schema/render.js";

/** The table that remembers what was applied; one row with number 0 serves as the lock of those who apply. */
export type MigrationTables = {
  opora_migrations: {
    set_name: string;
    number: bigint;
    name: string;
    hash: string;
    statements_done: bigint;
    completed_at: bigint | null;
  };
};

const migrationTable = createTable("opora_migrations", {
  columns: {
    set_name: idColumn(),
    number: bigintColumn(),
    name: idColumn(),
    hash: idColumn(),
    statements_done: bigintColumn(),
    completed_at: instantColumn({ nullable: true }),
  },
  primaryKey: ["set_name", "number"],
});

/** The statement that makes sure of the table. */
export function ensureMigrationTable(engine: SqlEngine): string {
  return renderChange(migrationTable, engine)
    .join()
    .replace(/^create table /, "create table if not exists ");
}
