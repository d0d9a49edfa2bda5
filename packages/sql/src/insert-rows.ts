import type { SqlEngine } from "./domain/engine.js";
import { chunkRows, rowPlaceholders } from "./domain/row-chunks.js";
import { quoteIdentifier, quoteIdentifiers } from "./domain/schema/identifiers.js";
import type { SqlScalar } from "./domain/values.js";
import { invalidOption } from "./errors.js";
import type { SqlTransaction } from "./ports/database.js";

/** What {@link insertRows} is to do. */
export interface InsertRowsOptions {
  readonly table: string;
  /** All with the same columns. */
  readonly rows: readonly Readonly<Record<string, SqlScalar>>[];
  /** What to do with a row whose key exists, in the engine's own words; default: fail. */
  readonly onConflict?: Readonly<Record<SqlEngine, string>>;
}

// SQLite takes 32,766 parameters in a statement; larger statements than these gain nothing.
const parametersPerStatement = 4_096;

/**
 * Inserts many rows with few prepared statements: several times as fast as a query builder, whose work grows with every
 * value.
 *
 * @throws {@link SqlError} `SQL_OPTIONS_INVALID` when rows differ in their columns, and what the insert raises.
 */
export async function insertRows(
  transaction: SqlTransaction,
  { table, rows, onConflict }: InsertRowsOptions,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const { engine } = transaction;
  const columns = Object.keys(first);
  const head = `insert into ${quoteIdentifier(table, engine)} (${quoteIdentifiers(columns, engine)}) values `;
  const tail = onConflict === undefined ? "" : ` ${onConflict[engine]}`;
  for (const chunk of chunkRows(rows, Math.max(1, parametersPerStatement / columns.length))) {
    const text = head + rowPlaceholders(engine, chunk.length, columns.length) + tail;
    const parameters = chunk.flatMap((row) => valuesOf(row, columns, table));
    await transaction.execute(text, parameters);
  }
}

function valuesOf(
  row: Readonly<Record<string, SqlScalar>>,
  columns: readonly string[],
  table: string,
): readonly SqlScalar[] {
  if (Object.keys(row).length !== columns.length)
    throw invalidOption(`${table} rows`, "must all have the same columns");
  return columns.map((column) => {
    const value = row[column];
    if (value === undefined) throw invalidOption(`${table}.${column}`, "must be given in every row");
    return value;
  });
}
