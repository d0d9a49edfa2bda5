import type { SqlScalar } from "./domain/values.js";
import type { SqlTransaction } from "./ports/database.js";

type AnyTable = Record<string, Record<string, SqlScalar>>;

/**
 * Inserts rows, leaving out those whose key exists. The values must fit their columns: MySQL's `insert ignore` would
 * otherwise cut them instead of failing.
 *
 * @returns How many rows were inserted.
 */
export async function insertUnlessPresent(
  transaction: SqlTransaction,
  table: string,
  rows: readonly Record<string, SqlScalar>[],
): Promise<number> {
  const insert = transaction.query.withTables<AnyTable>().insertInto(table).values(rows);
  const [result] = await (transaction.engine === "mysql"
    ? insert.ignore()
    : insert.onConflict((conflict) => conflict.doNothing())
  ).execute();
  return Number(result?.numInsertedOrUpdatedRows ?? 0n);
}
