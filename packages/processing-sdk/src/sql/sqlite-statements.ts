import type { SqlScalar } from "@opora/sql";
import { rangeEachStatement } from "./range-statement.js";
import {
  createTextCache,
  listOf,
  namesOf,
  onConflictClause,
  recordOf,
  type Statement,
  type StatementWriter,
  sameKey,
  type ValueRows,
} from "./statements.js";
import type { SqlColumn, SqlTable } from "./table-schema.js";

// More rows in a statement gain nothing, and the text grows.
const rowsInStatementMax = 64;
// The limit of SQLite is 32,766.
const parametersMax = 30_000;

/** Statements for SQLite: a parameter for each value, since binding one costs less than reading it out of JSON. */
export function createSqliteStatements(): StatementWriter {
  const textOf = createTextCache();
  return {
    rowsMax: (columns) => Math.max(1, Math.min(rowsInStatementMax, Math.floor(parametersMax / columns))),
    select(table, keys) {
      const text = textOf(`select ${table.name} ${keys.length}`, () => {
        const columns = recordOf("sqlite", "t", table.columns);
        const [only, ...others] = table.key as readonly [SqlColumn, ...SqlColumn[]];
        if (others.length === 0) {
          return `select ${columns} from ${table.quoted} t where t.${only.quoted} in (${placeholders(keys.length)})`;
        }
        // "cross join" keeps the order: each key looks its record up.
        return `${withValues(table.key, keys)} select ${columns} from v cross join ${table.quoted} t on ${sameKey(table, "t")}`;
      });
      return { text, parameters: flat(keys) };
    },
    insert(table, rows, onConflict) {
      const text = textOf(
        `insert ${table.name} ${onConflict} ${rows.length}`,
        () =>
          `insert into ${table.quoted} (${listOf(table.columns)}) values ${rowPlaceholders(rows)}${onConflictClause(table, onConflict)}`,
      );
      return { text, parameters: flat(rows) };
    },
    update(table, changed, rows) {
      const [row, ...others] = rows;
      if (row !== undefined && others.length === 0) return updateOne(textOf, table, changed, row);
      const columns = [...table.key, ...changed];
      const text = textOf(`update ${table.name} ${namesOf(changed)} ${rows.length}`, () => {
        const assignments = changed.map(({ quoted }) => `${quoted} = v.${quoted}`).join(", ");
        return `${withValues(columns, rows)} update ${table.quoted} as t set ${assignments} from v where ${sameKey(table, "t")}`;
      });
      return { text, parameters: flat(rows) };
    },
    remove(table, keys) {
      const text = textOf(`delete ${table.name} ${keys.length}`, () => {
        const key = listOf(table.key);
        return `delete from ${table.quoted} where (${key}) in (values ${rowPlaceholders(keys)})`;
      });
      return { text, parameters: flat(keys) };
    },
    selectEach: (table, order, prefixes, limit) => rangeEachStatement("sqlite", table, order, prefixes, limit),
  };
}

/** One row needs no table of values, which costs as much as the change itself. */
function updateOne(
  textOf: ReturnType<typeof createTextCache>,
  table: SqlTable,
  changed: readonly SqlColumn[],
  row: ValueRows[number],
): Statement {
  const text = textOf(`update one ${table.name} ${namesOf(changed)}`, () => {
    const assignments = changed.map(({ quoted }) => `${quoted} = ?`).join(", ");
    return `update ${table.quoted} set ${assignments} where ${table.key.map(({ quoted }) => `${quoted} = ?`).join(" and ")}`;
  });
  const keyLength = table.key.length;
  return { text, parameters: [...row.slice(keyLength), ...row.slice(0, keyLength)] };
}

function withValues(columns: readonly SqlColumn[], rows: ValueRows): string {
  return `with v (${listOf(columns)}) as (values ${rowPlaceholders(rows)})`;
}

function rowPlaceholders(rows: ValueRows): string {
  const row = `(${placeholders(rows[0]?.length ?? 0)})`;
  return Array<string>(rows.length).fill(row).join(", ");
}

function placeholders(count: number): string {
  return Array<string>(count).fill("?").join(", ");
}

function flat(rows: ValueRows): readonly SqlScalar[] {
  // A third of the time that Array.flat takes.
  const values: SqlScalar[] = [];
  for (const row of rows) for (const value of row) values.push(value);
  return values;
}
