import type { RecordValue } from "@opora/processing-sdk";
import {
  type ChangeStatement,
  columnsOf,
  createTextCache,
  listOf,
  namesOf,
  onConflictClause,
  type Statement,
  type StatementWriter,
  sameKey,
  type ValueRows,
} from "./statements.js";
import type { SqlColumn, SqlTable } from "./table-schema.js";

/**
 * Statements for PostgreSQL: rows go as one array for each column, so that a text serves any number of rows. Arrays are
 * written here: a list of bigint or short texts needs no quoting, element by element, as a driver has to do.
 */
export function createPostgresStatements(): StatementWriter {
  const textOf = createTextCache();
  return {
    rowsMax: () => Number.POSITIVE_INFINITY,
    select(table, keys, lock) {
      const text = textOf(`select ${table.name} ${lock}`, () => {
        // Locks are taken in the order of the result.
        const tail = lock === undefined ? "" : ` order by ${columnsOf("t", table.key)} for update of t`;
        const columns = columnsOf("t", table.columns);
        const [only, ...others] = table.key as readonly [SqlColumn, ...SqlColumn[]];
        return others.length === 0
          ? `select ${columns} from ${table.quoted} t where t.${only.quoted} = any($1::${arrayType(only)})${tail}`
          : `select ${columns} from ${unnest(table.key)} join ${table.quoted} t on ${sameKey(table, "t")}${tail}`;
      });
      return { text, parameters: toArrays(table.key, keys) };
    },
    insert(table, rows, onConflict) {
      const text = textOf(`insert ${table.name} ${onConflict}`, () => {
        const columns = listOf(table.columns);
        const head = `insert into ${table.quoted} (${columns})`;
        return `${head} select ${columns} from ${unnest(table.columns)}${onConflictClause(table, onConflict)}`;
      });
      return { text, parameters: toArrays(table.columns, rows) };
    },
    update(table, changed, rows) {
      const columns = [...table.key, ...changed];
      const text = textOf(`update ${table.name} ${namesOf(changed)}`, () => {
        const assignments = changed.map(({ quoted }) => `${quoted} = v.${quoted}`).join(", ");
        return `update ${table.quoted} t set ${assignments} from ${unnest(columns)} where ${sameKey(table, "t")}`;
      });
      return { text, parameters: toArrays(columns, rows) };
    },
    remove(table: SqlTable, keys: ValueRows): Statement {
      const text = textOf(
        `delete ${table.name}`,
        () => `delete from ${table.quoted} t using ${unnest(table.key)} where ${sameKey(table, "t")}`,
      );
      return { text, parameters: toArrays(table.key, keys) };
    },
    together(statements) {
      // Texts are few, so that the long key is.
      const text = textOf(statements.map((statement) => statement.text).join(";"), () => joinStatements(statements));
      return { text, parameters: statements.flatMap(({ parameters }) => parameters) };
    },
    selectEach(table, order, prefixes, limit) {
      const given = order.slice(0, prefixes[0]?.length);
      const text = textOf(`select each ${table.name} ${namesOf(order)} ${given.length}`, () => {
        const sameStart = given.map(({ quoted }) => `t.${quoted} = v.${quoted}`).join(" and ");
        const sorting = columnsOf("t", order);
        const part = `select t.* from ${table.quoted} t where ${sameStart} order by ${sorting} limit $${given.length + 1}`;
        const columns = columnsOf("r", table.columns);
        return `select ${columns} from ${unnest(given)} cross join lateral (${part}) r order by ${columnsOf("r", order)}`;
      });
      return { text, parameters: [...toArrays(given, prefixes), limit] };
    },
  };
}

/** Each part becomes a common table expression; its placeholders go on where those before it end. */
function joinStatements(statements: readonly ChangeStatement[]): string {
  let parametersBefore = 0;
  const parts = statements.map(({ text, parameters }, index) => {
    const offset = parametersBefore;
    parametersBefore += parameters.length;
    const shifted = text.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + offset}`);
    return `w${index} as (${shifted} returning 1)`;
  });
  const counts = statements.map((_, index) => `(select count(*) from w${index}) as found_${index}`);
  return `with ${parts.join(", ")} select ${counts.join(", ")}`;
}

function arrayType({ type }: SqlColumn): string {
  if (type === "boolean") return "smallint[]";
  return type === "integer" || type === "instant" ? "bigint[]" : "text[]";
}

function unnest(columns: readonly SqlColumn[]): string {
  const arrays = columns.map((column, index) => `$${index + 1}::${arrayType(column)}`).join(", ");
  return `unnest(${arrays}) as v (${listOf(columns)})`;
}

/** One array literal for each column. */
function toArrays(columns: readonly SqlColumn[], rows: ValueRows): readonly string[] {
  return columns.map((_, index) => {
    let literal = "";
    for (const row of rows) literal += `,${toElement(row[index] as RecordValue)}`;
    return `{${literal.slice(1)}}`;
  });
}

const needsQuotes = /^$|[{},"\\\s]|^null$/i;
const needsEscape = /["\\]/g;

function toElement(value: RecordValue): string {
  if (typeof value === "string") return needsQuotes.test(value) ? `"${value.replace(needsEscape, "\\$&")}"` : value;
  if (value === null) return "NULL";
  return typeof value === "boolean" ? (value ? "1" : "0") : String(value);
}
