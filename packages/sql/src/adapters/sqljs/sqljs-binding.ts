import type { BoundParameter } from "@opora/sql";
import type { BindParams, Database, Statement } from "sql.js";
import type { SqliteBinding } from "../../sqlite/binding.js";

/** `get` as sql.js has it; its published types lack the second argument. */
interface BigIntReader {
  get(parameters: null, config: { readonly useBigInt: true }): unknown[];
}

/** Adapts a database of sql.js. */
export function bindSqljs(database: Database): SqliteBinding {
  return {
    prepare(text) {
      const statement = database.prepare(text);
      return {
        all: (parameters) => readRows(statement, parameters),
        run(parameters) {
          statement.run(toValues(parameters));
          return database.getRowsModified();
        },
        finalize: () => void statement.free(),
      };
    },
    execute: (statements) => void database.run(statements),
    close: () => database.close(),
  };
}

function readRows(statement: Statement, parameters: readonly BoundParameter[]): Record<string, unknown>[] {
  statement.bind(toValues(parameters));
  try {
    const columns = statement.getColumnNames();
    const rows: Record<string, unknown>[] = [];
    while (statement.step()) {
      const values = (statement as unknown as BigIntReader).get(null, { useBigInt: true });
      rows.push(Object.fromEntries(columns.map((column, index) => [column, values[index]])));
    }
    return rows;
  } finally {
    statement.reset();
  }
}

/**
 * sql.js binds a bigint as text and a number beyond 32 bits as floating point. The latter is exact up to 2^53 and compares
 * as a number; beyond that text is the form that keeps every digit, and an integer column takes it as the number it is.
 */
function toValues(parameters: readonly BoundParameter[]): BindParams {
  return parameters.map((parameter) => {
    if (typeof parameter !== "bigint") return parameter;
    const number = Number(parameter);
    return Number.isSafeInteger(number) ? number : parameter.toString();
  }) as BindParams;
}
