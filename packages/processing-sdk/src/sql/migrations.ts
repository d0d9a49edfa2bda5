import { type TableName, tables } from "@opora/processing-sdk";
import type { MigrationSet } from "@opora/sql";
import { createArchiveTable, createStoreTable } from "./table-schema.js";

/**
 * The tables of {@link createSqlProcessingStore}: hand the set to `migrate` of `@opora/sql`. The first migration creates
 * whatever tables the records have. Once it is released it names the tables of that release, and a table or field that comes
 * later gets a migration of its own.
 */
export const processingMigrations: MigrationSet = {
  name: "processing",
  migrations: [{ name: "create-tables", changes: (Object.keys(tables) as TableName[]).map(createStoreTable) }],
};

/** The tables of {@link createSqlArchive}, in the database of the store or in another one. */
export const archiveMigrations: MigrationSet = {
  name: "processing-archive",
  migrations: [
    {
      name: "create-tables",
      changes: [createArchiveTable("documents"), createArchiveTable("postings"), createArchiveTable("accounts")],
    },
  ],
};
