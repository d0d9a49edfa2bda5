import { type Clock, systemClock } from "@opora/core";
import type { MigrationSet } from "../domain/migrations/migration.js";
import { invalidOption, SqlError } from "../errors.js";
import { checkInteger, refuseUnknownKeys } from "../options.js";
import type { SqlDatabase, SqlTransaction } from "../ports/database.js";
import { type AppliedMigration, applyInTransaction, findPending } from "./apply.js";
import { migrateMysql } from "./apply-on-mysql.js";
import { ensureMigrationTable, type MigrationTables } from "./tables.js";

/** Options of {@link migrate}. */
export interface MigrateOptions {
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
  /** How long to wait for another instance that migrates, in milliseconds. Default: 60,000; limit: one day. */
  readonly lockMsMax?: number;
  readonly signal?: AbortSignal;
}

/**
 * Brings the database to the state that the sets define. Every instance may call it at its start, several at once too: one
 * applies, the others wait and find it done.
 *
 * On SQLite and PostgreSQL all pending migrations are one transaction. On MySQL and MariaDB each statement counts by
 * itself, and an interrupted run is continued by the next.
 *
 * @returns What this call has applied; empty when nothing was pending.
 * @throws {@link SqlError} `SQL_MIGRATION_MISMATCH`, `SQL_LOCK_TIMEOUT`, and what the statements themselves raise.
 * @example
 * ```ts
 * const shopMigrations: MigrationSet = {
 *   name: "shop",
 *   migrations: [
 *     {
 *       name: "create-orders",
 *       changes: [createTable("orders", { columns: { id: idColumn(), total: bigintColumn() }, primaryKey: ["id"] })],
 *     },
 *   ],
 * };
 * await migrate(database, [shopMigrations]);
 * ```
 */
export async function migrate(
  database: SqlDatabase,
  sets: readonly MigrationSet[],
  options: MigrateOptions = {},
): Promise<readonly AppliedMigration[]> {
  refuseUnknownKeys("migrate", options, ["clock", "lockMsMax", "signal"]);
  const { clock = systemClock, lockMsMax = 60_000, signal } = options;
  checkInteger("lockMsMax", lockMsMax, { min: 1, max: 86_400_000 });
  const names = sets.map(({ name }) => name);
  if (new Set(names).size < names.length) throw invalidOption("sets", "must have different names");

  await ensureTable(database, signal);
  if (database.engine === "mysql") return migrateMysql(database, sets, { clock, lockMsMax, signal });
  return database.transaction(async (transaction) => {
    await keepOthersOut(transaction, lockMsMax);
    const applied: AppliedMigration[] = [];
    for (const pending of await findPending(transaction, sets)) {
      applied.push(await applyInTransaction(transaction, pending, clock));
    }
    return applied;
  }, signal && { signal });
}

const ensureAttemptsMax = 5;

async function ensureTable(database: SqlDatabase, signal: AbortSignal | undefined): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await database.execute(ensureMigrationTable(database.engine), [], signal && { signal });
      return;
    } catch (error) {
      if (!isCreationRace(error) || attempt === ensureAttemptsMax) throw error;
    }
  }
}

/** PostgreSQL's "if not exists" is not safe against another session that creates the table at the same moment. */
function isCreationRace(error: unknown): boolean {
  if (!SqlError.is(error)) return false;
  const { engineCode } = error.details;
  return error.code === "SQL_UNIQUE_VIOLATION" || engineCode === "42P07";
}

/**
 * SQLite's write lock is taken already. On PostgreSQL a row serves: an advisory lock would do nothing on CockroachDB, and
 * is not known to every version of YugabyteDB.
 */
async function keepOthersOut(transaction: SqlTransaction, lockMsMax: number): Promise<void> {
  if (transaction.engine !== "postgres") return;
  await transaction.execute(`set local lock_timeout = ${lockMsMax}`);
  await transaction.execute("set local statement_timeout = 0");
  const tables = transaction.query.withTables<MigrationTables>();
  await tables
    .insertInto("opora_migrations")
    .values({ set_name: "", number: 0n, name: "lock", hash: "", statements_done: 0n, completed_at: null })
    .onConflict((conflict) => conflict.columns(["set_name", "number"]).doNothing())
    .execute();
  await tables.selectFrom("opora_migrations").select("number").where("number", "=", 0n).forUpdate().execute();
}
