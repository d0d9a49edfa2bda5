import { bigintColumn, createTable, idColumn, type MigrationSet } from "@opora/sql";

/** Two tables that are always written together. */
export type CrashTables = {
  crash_debits: { id: string; amount: bigint };
  crash_credits: { id: string; amount: bigint };
};

const columns = { id: idColumn(), amount: bigintColumn() };

export const crashMigrations: MigrationSet = {
  name: "crash",
  migrations: [
    {
      name: "create",
      changes: ["crash_debits", "crash_credits"].map((table) => createTable(table, { columns, primaryKey: ["id"] })),
    },
  ],
};
