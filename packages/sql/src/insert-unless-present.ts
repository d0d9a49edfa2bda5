import { quoteIdentifier } from "./domain/schema/identifiers.js";
import type { SqlScalar } from "./domain/values.js";
import { insertRows } from "./insert-rows.js";
import type { SqlTransaction } from "./ports/database.js";

/**
 * Inserts rows, leaving out those whose key exists.
 *
 * @throws {@link SqlError} as {@link insertRows}; a value that does not fit its column is an error on every engine.
 */
export async function insertUnlessPresent(
  transaction: SqlTransaction,
  table: string,
  rows: readonly Readonly<Record<string, SqlScalar>>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const [column = ""] = Object.keys(first);
  const doNothing = "on conflict do nothing";
  // Not "insert ignore": that would also cut values that are too long and drop rows without a required value.
  const keep = `on duplicate key update ${quoteIdentifier(column, "mysql")} = ${quoteIdentifier(column, "mysql")}`;
  await insertRows(transaction, {
    table,
    rows,
    onConflict: { sqlite: doNothing, postgres: doNothing, mysql: keep },
  });
}
