/**
 * MySQL and MariaDB commit with every definition, so a migration cannot be one transaction. A named lock keeps other
 * instances out; after each statement the progress is recorded; and a statement that an interrupted run may have carried
 * out without recording it is allowed to find its work done.
 */
import type { Clock } from "@opora/core";
import type { MigrationSet, PendingMigration } from "../domain/migrations/migration.js";
import { statementKind } from "../domain/statements.js";
import { SqlError } from "../errors.js";
import type { SqlDatabase, SqlExecutor } from "../ports/database.js";
import { type AppliedMigration, findPending, forgetBegun, recordBegun, recordProgress, statementsOf } from "./apply.js";

// The name is good for the whole server, so it holds the database's. Names have at most 64 characters.
const lockName = "concat('opora_', sha1(database()))";

// MariaDB's limit on the time of a statement is meant for ordinary ones, not for waiting or for rebuilding a table.
const withoutTimeLimit = "/*M!100800 set statement max_statement_time = 0 for */ ";

export interface MysqlMigrationOptions {
  readonly clock: Clock;
  readonly lockMsMax: number;
  readonly signal: AbortSignal | undefined;
}

export async function migrateMysql(
  database: SqlDatabase,
  sets: readonly MigrationSet[],
  { clock, lockMsMax, signal }: MysqlMigrationOptions,
): Promise<readonly AppliedMigration[]> {
  return database.session(async (session) => {
    await takeNamedLock(session, lockMsMax);
    try {
      const applied: AppliedMigration[] = [];
      for (const pending of await findPending(database, sets)) {
        applied.push(await applyStatementByStatement(database, session, pending, clock));
      }
      return applied;
    } finally {
      await session.execute(`select release_lock(${lockName}) as released`);
    }
  }, signal && { signal });
}

async function takeNamedLock(session: SqlExecutor, lockMsMax: number): Promise<void> {
  const takeLock = `${withoutTimeLimit}select get_lock(${lockName}, ?) as taken`;
  const { rows } = await session.execute<{ taken: bigint | null }>(takeLock, [Math.ceil(lockMsMax / 1000)]);
  if (rows[0]?.taken !== 1n) {
    throw new SqlError("SQL_LOCK_TIMEOUT", `Another instance has been migrating for more than ${lockMsMax} ms.`, {
      retryable: true,
      details: { lockMsMax },
    });
  }
}

/** The server frees a named lock when its connection breaks: somebody else may be at work then. */
async function checkNamedLock(session: SqlExecutor): Promise<void> {
  const { rows } = await session.execute<{ held: bigint | null }>(
    `select is_used_lock(${lockName}) = connection_id() as held`,
  );
  if (rows[0]?.held === 1n) return;
  throw new SqlError("SQL_UNAVAILABLE", "The lock on migrations was lost. Run the migration again.", {
    retryable: true,
  });
}

async function applyStatementByStatement(
  database: SqlDatabase,
  session: SqlExecutor,
  pending: PendingMigration,
  clock: Clock,
): Promise<AppliedMigration> {
  const statements = statementsOf(pending, database);
  const firstIndex = pending.statementsDone ?? 0;
  if (pending.statementsDone === undefined) await recordBegun(database, pending);
  for (let index = firstIndex; index < statements.length; index += 1) {
    await checkNamedLock(session);
    const isMaybeDone = pending.statementsDone !== undefined && index === firstIndex;
    try {
      await applyStatement(database, pending, { text: statements[index] ?? "", index, isMaybeDone });
    } catch (error) {
      // Nothing of it was done, so the migration may still be mended.
      if (index === 0 && !isMaybeDone) await forgetBegun(database, pending);
      throw error;
    }
  }
  await recordProgress(database, pending, { statementsDone: statements.length, completedAt: clock.now() });
  return { set: pending.setName, name: pending.migration.name };
}

interface Step {
  readonly text: string;
  readonly index: number;
  /** Whether an interrupted run may have carried it out without recording it. */
  readonly isMaybeDone: boolean;
}

async function applyStatement(
  database: SqlDatabase,
  pending: PendingMigration,
  { text, index, isMaybeDone }: Step,
): Promise<void> {
  const statementsDone = index + 1;
  if (statementKind(text) === "write") {
    await database.transaction(async (transaction) => {
      await transaction.execute(text);
      await recordProgress(transaction, pending, { statementsDone });
    });
    return;
  }
  try {
    await database.execute(withoutTimeLimit + text);
  } catch (error) {
    if (!isMaybeDone || !tellsOfDoneWork(error)) throw error;
  }
  await recordProgress(database, pending, { statementsDone });
}

// Table exists, unknown table (to drop), duplicate column, duplicate key name.
const alreadyDone: readonly unknown[] = [
  "ER_TABLE_EXISTS_ERROR",
  "ER_BAD_TABLE_ERROR",
  "ER_DUP_FIELDNAME",
  "ER_DUP_KEYNAME",
];

function tellsOfDoneWork(error: unknown): boolean {
  if (!SqlError.is(error)) return false;
  const { engineCode } = error.details;
  return alreadyDone.includes(engineCode);
}
