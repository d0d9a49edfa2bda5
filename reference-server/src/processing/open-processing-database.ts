import { createSqlProcessingStore, processingMigrations } from "@opora/processing-sdk/sql";
import { migrate, type SqlDatabase } from "@opora/sql";

/** Where a node keeps its records. */
export interface ProcessingDatabase {
  readonly database: SqlDatabase;
  readonly store: ReturnType<typeof createSqlProcessingStore>;
  close(): Promise<void>;
}

/**
 * Opens the database of a node and brings its tables up to date.
 *
 * @param place - `postgres://…`, `mysql://…`, or the path of a SQLite file that this process alone owns.
 * @throws SqlError `SQL_STORE_LOCKED` while another process owns the file, `SQL_UNAVAILABLE`.
 */
export async function openProcessingDatabase(place: string): Promise<ProcessingDatabase> {
  const database = await openDatabase(place);
  try {
    await migrate(database, [processingMigrations]);
  } catch (error) {
    await database.close();
    throw error;
  }
  const store = createSqlProcessingStore(database);
  return { database, store, close: () => database.close() };
}

/** Opens a database. Each driver is loaded when it is needed. */
export async function openDatabase(place: string): Promise<SqlDatabase> {
  if (/^postgres(ql)?:\/\//.test(place)) {
    const { openPostgres } = await import("@opora/sql/postgres");
    return openPostgres({ url: place });
  }
  if (place.startsWith("mysql://")) {
    const { openMysql } = await import("@opora/sql/mysql");
    return openMysql({ url: place });
  }
  const { openSqlite } = await import("@opora/sql/sqlite");
  return openSqlite({ path: place });
}
