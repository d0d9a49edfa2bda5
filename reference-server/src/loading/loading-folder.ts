import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { GisStore } from "@opora/gis-sdk";
import { createSqlGisStore, gisMigrations } from "@opora/gis-sdk/sql";
import { migrate, outboxMigrations } from "@opora/sql";
import { openSqlite } from "@opora/sql/sqlite";

/** A folder on disk that holds everything about a loading. */
export interface LoadingFolder {
  readonly store: GisStore;
  /** Where the reconciliation of the registers lies. */
  readonly reconciliation: string;
  /** Outcome of each payment, CSV. */
  readonly payments: string;
  /** Lines of the reconciliation that became no payment, CSV. */
  readonly refused: string;
  /** Totals, JSON. */
  readonly summary: string;
  close(): Promise<void>;
}

/**
 * Opens the folder, or creates it. One process owns it at a time.
 *
 * @throws SqlError `SQL_STORE_LOCKED` while another process owns it.
 */
export async function openLoadingFolder(folder: string): Promise<LoadingFolder> {
  await mkdir(folder, { recursive: true });
  const database = await openSqlite({ path: join(folder, "loading.db") });
  await migrate(database, [outboxMigrations, gisMigrations]);
  return {
    store: createSqlGisStore({ database }),
    reconciliation: join(folder, "reconciliation"),
    payments: join(folder, "payments.csv"),
    refused: join(folder, "refused.csv"),
    summary: join(folder, "summary.json"),
    close: () => database.close(),
  };
}
