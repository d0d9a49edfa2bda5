import { type Column, createTable, type MigrationSet, migrate, type SqlDatabase, type SqlEngine } from "@opora/sql";

/** Creates the table of a case; its first column is the key. */
export async function createCaseTable(
  database: SqlDatabase,
  table: string,
  columns: Readonly<Record<string, Column>>,
): Promise<void> {
  await migrate(database, [tableSet(table, columns)]);
}

/** The migrations that make one table. */
function tableSet(table: string, columns: Readonly<Record<string, Column>>): MigrationSet {
  const primaryKey = Object.keys(columns).slice(0, 1);
  return { name: table, migrations: [{ name: "create", changes: [createTable(table, { columns, primaryKey })] }] };
}

/** `count` placeholders as the engine writes them, with commas in between. */
export function placeholders(engine: SqlEngine, count: number): string {
  return Array.from({ length: count }, (_, index) => (engine === "postgres" ? `$${index + 1}` : "?")).join(", ");
}
