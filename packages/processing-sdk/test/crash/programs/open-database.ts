import { archiveMigrations, processingMigrations } from "@opora/processing-sdk/sql";
import { migrate, type SqlDatabase } from "@opora/sql";
import { openMysql } from "@opora/sql/mysql";
import { openPostgres } from "@opora/sql/postgres";
import { openSqlite } from "@opora/sql/sqlite";

/** Where a node of a crash test keeps its records: a file of SQLite, or the URL of a database on a server. */
export type DatabaseAddress = { readonly path: string } | { readonly url: string };

/** Opens a database and brings it up to date, for a node or for an archive. */
export async function openDatabase(address: DatabaseAddress, content: "node" | "archive"): Promise<SqlDatabase> {
  const database = await open(address);
  await migrate(database, [content === "node" ? processingMigrations : archiveMigrations]);
  return database;
}

function open(address: DatabaseAddress): Promise<SqlDatabase> {
  if ("path" in address) return openSqlite(address);
  return address.url.startsWith("mysql:") ? openMysql(address) : openPostgres(address);
}
