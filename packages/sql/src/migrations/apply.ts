import type { Clock } from "@opora/core";
import {
  type MigrationSet,
  type PendingMigration,
  planMigrations,
  type RecordedMigration,
} from "../domain/migrations/migration.js";
import { renderChange } from "../domain/schema/render.js";
import { instantToSql } from "../domain/values.js";
import type { SqlExecutor } from "../ports/database.js";
import type { MigrationTables } from "./tables.js";

/** A migration that was carried out. */
export interface AppliedMigration {
  readonly set: string;
  readonly name: string;
}

/** What the sets define beyond what the database remembers. */
export async function findPending(
  executor: SqlExecutor,
  sets: readonly MigrationSet[],
): Promise<readonly PendingMigration[]> {
  const rows = await executor.query
    .withTables<MigrationTables>()
    .selectFrom("opora_migrations")
    .selectAll()
    .where("number", ">", 0n)
    .execute();
  const recorded = rows.map(
    (row): RecordedMigration => ({
      setName: row.set_name,
      number: row.number,
      name: row.name,
      hash: row.hash,
      statementsDone: row.statements_done,
      isComplete: row.completed_at !== null,
    }),
  );
  return sets.flatMap((set) => planMigrations(set, recorded));
}

/** The statements of a migration on the engine at hand. */
export function statementsOf({ migration }: PendingMigration, executor: SqlExecutor): readonly string[] {
  return migration.changes.flatMap((change) => renderChange(change, executor.engine));
}

/** Remembers that a migration was begun. */
export async function recordBegun(executor: SqlExecutor, pending: PendingMigration): Promise<void> {
  await executor.query
    .withTables<MigrationTables>()
    .insertInto("opora_migrations")
    .values({
      set_name: pending.setName,
      number: pending.number,
      name: pending.migration.name,
      hash: pending.hash,
      statements_done: 0n,
      completed_at: null,
    })
    .execute();
}

/** Forgets that a migration was begun. */
export async function forgetBegun(executor: SqlExecutor, pending: PendingMigration): Promise<void> {
  await executor.query
    .withTables<MigrationTables>()
    .deleteFrom("opora_migrations")
    .where("set_name", "=", pending.setName)
    .where("number", "=", pending.number)
    .execute();
}

/** Remembers how far a migration has come. */
export async function recordProgress(
  executor: SqlExecutor,
  pending: PendingMigration,
  progress: { readonly statementsDone: number; readonly completedAt?: Date },
): Promise<void> {
  await executor.query
    .withTables<MigrationTables>()
    .updateTable("opora_migrations")
    .set({
      statements_done: BigInt(progress.statementsDone),
      completed_at: progress.completedAt === undefined ? null : instantToSql(progress.completedAt),
    })
    .where("set_name", "=", pending.setName)
    .where("number", "=", pending.number)
    .execute();
}

/** Carries out a migration in the caller's transaction, together with its record. */
export async function applyInTransaction(
  executor: SqlExecutor,
  pending: PendingMigration,
  clock: Clock,
): Promise<AppliedMigration> {
  const statements = statementsOf(pending, executor);
  if (pending.statementsDone === undefined) await recordBegun(executor, pending);
  for (const text of statements) await executor.execute(text);
  await recordProgress(executor, pending, { statementsDone: statements.length, completedAt: clock.now() });
  return { set: pending.setName, name: pending.migration.name };
}
