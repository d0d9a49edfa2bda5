import type { SqlExecutor } from "@opora/sql";
import type { Kysely } from "kysely";
import type { GisTables } from "./tables.js";

/** The query builder over the tables of the store. */
export function gisTables(executor: SqlExecutor): Kysely<GisTables> {
  return executor.query.withTables<GisTables>();
}

/** Rows to one insert and names to one list: well below what each engine takes. */
const rowsPerStatement = 500;

/** Consecutive parts that each fit into one statement. */
export function inStatements<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const parts: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += rowsPerStatement)
    parts.push(items.slice(from, from + rowsPerStatement));
  return parts;
}

/** Thrown inside a transaction to undo it when the records are no longer what the change was decided on. */
export class StaleRecords extends Error {}
