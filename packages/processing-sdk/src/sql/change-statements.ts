import {
  type AnyRecord,
  type Change,
  checkKey,
  checkPatches,
  checkRecords,
  checkValues,
  ProcessingError,
  type RecordValue,
  tables,
} from "@opora/processing-sdk";
import { type SqlEngine, type SqlTransaction, statementKind } from "@opora/sql";
import { valuesIn } from "./record-rows.js";
import { piecesByLength, piecesOf } from "./row-pieces.js";
import type { ChangeStatement, Statement, StatementWriter, ValueRows } from "./statements.js";
import type { SqlColumn, SqlTable } from "./table-schema.js";

/** The statements that carry a change out, in their order. */
export function changeStatements(
  engine: SqlEngine,
  writer: StatementWriter,
  table: SqlTable,
  change: Change,
): readonly ChangeStatement[] {
  if ("insert" in change || "put" in change) {
    const records = ("insert" in change ? change.insert : change.put) as readonly AnyRecord[];
    checkRecords(change.table, records);
    const rows = records.map((record) => valuesIn(table.columns, record));
    return pieces(writer, table.columns, rows).map((piece) => ({
      table,
      ...writer.insert(table, piece, "insert" in change ? "fail" : "replace"),
    }));
  }
  if ("patch" in change) return patchStatements(writer, table, change.table, change.patch as readonly AnyRecord[]);
  if ("delete" in change) {
    const keys = change.delete as ValueRows;
    for (const key of keys) checkKey(change.table, key);
    return pieces(writer, table.key, keys).map((piece) => ({ table, ...writer.remove(table, piece) }));
  }
  const { prefix, through } = change.deleteThrough;
  checkValues(change.table, tables[change.table].key, [...prefix, through]);
  return [{ table, ...deleteThrough(engine, table, prefix, through) }];
}

function patchStatements(
  writer: StatementWriter,
  table: SqlTable,
  name: Change["table"],
  patches: readonly AnyRecord[],
): readonly ChangeStatement[] {
  const [first] = patches;
  if (first === undefined) return [];
  const changed = table.rest.filter(({ field }) => Object.hasOwn(first, field));
  const columns = [...table.key, ...changed];
  checkPatches(name, patches);
  const rows = patches.map((patch) => valuesIn(columns, patch));
  return pieces(writer, columns, rows).map((piece) => ({
    table,
    ...(changed.length === 0 ? writer.select(table, piece, "update") : writer.update(table, changed, piece)),
    rowsToFind: piece.length,
  }));
}

/**
 * Carries statements out in their order, or in one statement where the engine can do so: when no table occurs twice and each
 * statement changes something.
 *
 * @throws ProcessingError `PROCESSING_STORE_CORRUPT` when one of them does not find the rows that it has to.
 */
export async function carryOut(
  sql: SqlTransaction,
  writer: StatementWriter,
  statements: readonly ChangeStatement[],
): Promise<void> {
  const names = new Set(statements.map(({ table }) => table.name));
  const areApart = statements.length > 1 && names.size === statements.length;
  if (writer.together !== undefined && areApart && statements.every(({ text }) => statementKind(text) === "write")) {
    const { text, parameters } = writer.together(statements);
    const [counts] = (await sql.execute(text, parameters)).rows;
    for (const [index, statement] of statements.entries()) requireFound(statement, Number(counts?.[`found_${index}`]));
    return;
  }
  for (const statement of statements) {
    const { rows, affectedRows } = await sql.execute(statement.text, statement.parameters);
    requireFound(statement, Math.max(rows.length, affectedRows));
  }
}

function requireFound({ table, rowsToFind = 0 }: ChangeStatement, rowsFound: number): void {
  if (rowsFound >= rowsToFind) return;
  throw new ProcessingError("PROCESSING_STORE_CORRUPT", `A record that was to be changed is not in ${table.name}.`, {
    details: { table: table.name },
  });
}

function pieces(writer: StatementWriter, columns: readonly SqlColumn[], rows: ValueRows): readonly ValueRows[] {
  const { textLengthMax = Number.POSITIVE_INFINITY } = writer;
  return piecesOf(rows, writer.rowsMax(columns.length)).flatMap((piece) => piecesByLength(piece, textLengthMax));
}

function deleteThrough(
  engine: SqlEngine,
  table: SqlTable,
  prefix: readonly RecordValue[],
  through: RecordValue,
): Statement {
  const parameters = [...prefix, through];
  const conditions = parameters.map((_, index) => {
    const operator = index < prefix.length ? "=" : "<=";
    return `t.${(table.key[index] as SqlColumn).quoted} ${operator} ${engine === "postgres" ? `$${index + 1}` : "?"}`;
  });
  // MySQL would lock the rows of others on its way through a small table.
  const target = engine === "mysql" ? `t from ${table.quoted} t force index (primary)` : `from ${table.quoted} as t`;
  return { text: `delete ${target} where ${conditions.join(" and ")}`, parameters };
}
