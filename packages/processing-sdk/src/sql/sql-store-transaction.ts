import {
  type AnyRecord,
  checkKey,
  checkRange,
  checkRangeEach,
  ProcessingError,
  type RecordValue,
  type StoreTransaction,
  type TableName,
  type TransactionMode,
} from "@opora/processing-sdk";
import type { SqlTransaction } from "@opora/sql";
import { carryOut, changeStatements } from "./change-statements.js";
import { rangeStatement } from "./range-statement.js";
import { toRecords, valuesIn } from "./record-rows.js";
import { piecesOf } from "./row-pieces.js";
import type { Statement, StatementWriter, ValueRows } from "./statements.js";
import { translateStoreError } from "./store-errors.js";
import type { SqlColumn, SqlTable } from "./table-schema.js";

/** The records of a store, as an engine keeps them. */
export interface SqlRecords {
  readonly writer: StatementWriter;
  table(name: TableName): SqlTable;
}

/** Reads and writes records in a transaction of the database. */
export function storeTransactionOn(
  sql: SqlTransaction,
  { writer, table: tableOf }: SqlRecords,
  mode: TransactionMode,
): StoreTransaction {
  let failure: { readonly error: unknown } | undefined;

  /** Runs a call; after one that failed none is carried out. */
  async function call<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (failure !== undefined) throw failure.error;
    try {
      return await work();
    } catch (error) {
      failure ??= { error: translateStoreError(error) };
      throw failure.error;
    }
  }

  async function fetch(table: SqlTable, statements: readonly Statement[]): Promise<readonly AnyRecord[]> {
    const pages: (readonly AnyRecord[])[] = [];
    for (const { text, parameters } of statements) {
      pages.push(toRecords(table.columns, (await sql.execute(text, parameters)).rows));
    }
    return pages.length === 1 ? (pages[0] as readonly AnyRecord[]) : pages.flat();
  }

  return {
    read: (name, keys, options) =>
      call(async () => {
        if (options?.lock !== undefined) requireWriting(mode, "takes no locks");
        const table = tableOf(name);
        for (const key of keys as ValueRows) checkKey(name, key);
        const found = await fetch(
          table,
          piecesOf(keys as ValueRows, writer.rowsMax(table.key.length)).map((piece) =>
            writer.select(table, piece, options?.lock),
          ),
        );
        const byKey = new Map(found.map((record) => [keyText(valuesIn(table.key, record)), record]));
        return (keys as ValueRows).map((key) => byKey.get(keyText(key)));
      }) as never,
    range: (name, order, query) =>
      call(async () => {
        const table = tableOf(name);
        const columns = checkRange(name, order, query).map(table.column);
        return fetch(table, [rangeStatement(sql.engine, table, columns, query)]);
      }) as never,
    rangeEach: (name, order, prefixes, limit) =>
      call(async () => {
        const table = tableOf(name);
        const columns = checkRangeEach(name, order, prefixes, limit).map(table.column);
        const start = columns.slice(0, prefixes[0]?.length);
        const found = await fetch(
          table,
          piecesOf(prefixes, writer.rowsMax(start.length + 1)).map((piece) =>
            writer.selectEach(table, columns, piece, limit),
          ),
        );
        return groupByStart(start, prefixes, found);
      }) as never,
    write: (changes) =>
      call(async () => {
        requireWriting(mode, "changes nothing");
        const statements = changes.flatMap((change) =>
          changeStatements(sql.engine, writer, tableOf(change.table), change),
        );
        await carryOut(sql, writer, statements);
      }),
  };
}

function groupByStart(
  start: readonly SqlColumn[],
  prefixes: ValueRows,
  records: readonly AnyRecord[],
): readonly (readonly AnyRecord[])[] {
  const groups = new Map<string, AnyRecord[]>(prefixes.map((prefix) => [keyText(prefix), []]));
  for (const record of records) groups.get(keyText(valuesIn(start, record)))?.push(record);
  return prefixes.map((prefix) => groups.get(keyText(prefix)) ?? []);
}

/** No text in a store holds NUL. */
function keyText(values: readonly RecordValue[]): string {
  return values.length === 1 ? String(values[0]) : values.join("\0");
}

function requireWriting(mode: TransactionMode, what: string): void {
  if (mode === "write") return;
  throw new ProcessingError("PROCESSING_OPTIONS_INVALID", `A snapshot ${what}.`, { details: { path: "mode" } });
}
