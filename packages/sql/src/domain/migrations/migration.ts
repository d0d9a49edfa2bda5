import { createHash } from "node:crypto";
import { canonicalJson, type JsonValue } from "@opora/core";
import { SqlError } from "../../errors.js";
import type { SchemaChange } from "../schema/changes.js";

/** A step of a schema, applied once. Never change one that has been released: add another. */
export interface Migration {
  /** A few words with dashes, for instance `create-packets`. */
  readonly name: string;
  readonly changes: readonly SchemaChange[];
}

/** The migrations of one package, in their order. Packages share a database; each counts its own. */
export interface MigrationSet {
  /** For instance `gis`. */
  readonly name: string;
  readonly migrations: readonly Migration[];
}

/** A migration as the database remembers it. */
export interface RecordedMigration {
  readonly setName: string;
  /** Place in its set, from 1. */
  readonly number: bigint;
  readonly name: string;
  readonly hash: string;
  /** Statements already carried out, where an interrupted migration can be half done (MySQL). */
  readonly statementsDone: bigint;
  readonly isComplete: boolean;
}

/** A migration still to be carried out, or to be finished. */
export interface PendingMigration {
  readonly setName: string;
  readonly number: bigint;
  readonly migration: Migration;
  readonly hash: string;
  /** How many of its statements an earlier, interrupted run has recorded as done; `undefined` when it was never begun. */
  readonly statementsDone: number | undefined;
}

/** The hash that says whether a migration is still the one that was applied: over its changes, not their rendering. */
export function hashMigration(migration: Migration): string {
  const { name, changes } = migration;
  // Column order is part of a table, and canonical JSON sorts keys: hash the order beside the definitions.
  const orders = changes.map((change) => (change.kind === "create table" ? Object.keys(change.columns) : null));
  const text = canonicalJson({ name, changes, orders } as unknown as JsonValue);
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Compares what a set defines with what the database remembers.
 *
 * @returns What is left to do, in order.
 * @throws {@link SqlError} `SQL_MIGRATION_MISMATCH` when an applied migration was changed, renamed or is unknown.
 */
export function planMigrations(set: MigrationSet, recorded: readonly RecordedMigration[]): readonly PendingMigration[] {
  const byNumber = new Map(recorded.filter((row) => row.setName === set.name).map((row) => [row.number, row]));
  const newest = BigInt(set.migrations.length);
  for (const row of byNumber.values()) {
    if (row.number > newest) {
      throw mismatch(set.name, row.name, "was applied by a newer version of this program; use that version");
    }
  }
  return set.migrations.flatMap((migration, index) => {
    const number = BigInt(index + 1);
    const hash = hashMigration(migration);
    const row = byNumber.get(number);
    if (row !== undefined && (row.hash !== hash || row.name !== migration.name)) {
      throw mismatch(set.name, row.name, "is not what was applied; restore it and put the change into a new migration");
    }
    if (row?.isComplete) return [];
    const statementsDone = row === undefined ? undefined : Number(row.statementsDone);
    return [{ setName: set.name, number, migration, hash, statementsDone }];
  });
}

function mismatch(setName: string, name: string, reason: string): SqlError {
  return new SqlError("SQL_MIGRATION_MISMATCH", `Migration ${setName}/${name} ${reason}.`, {
    details: { set: setName, migration: name },
  });
}
