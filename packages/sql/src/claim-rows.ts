import type { SelectQueryBuilder, Simplify } from "kysely";
import type { SqlTransaction } from "./ports/database.js";

/**
 * Reads rows and locks them for the rest of the transaction, passing over rows that another transaction has locked: so any
 * number of instances share work without waiting for each other. On SQLite, where transactions run one after the other,
 * it only reads.
 *
 * Mark what was claimed as such before the commit (an owner and an expiry): the locks end with the transaction.
 *
 * @param query What to claim; with an order, and a limit.
 * @example
 * ```ts
 * const due = await claimRows(transaction, tables.selectFrom("orders").select("id").where("due_at", "<=", now).limit(100));
 * ```
 */
export async function claimRows<Database, Table extends keyof Database, Row>(
  transaction: SqlTransaction,
  query: SelectQueryBuilder<Database, Table, Row>,
): Promise<Simplify<Row>[]> {
  return (transaction.engine === "sqlite" ? query : query.forUpdate().skipLocked()).execute();
}
