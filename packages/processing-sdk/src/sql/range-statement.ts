import type { RangeQuery, RecordValue } from "@opora/processing-sdk";
import type { SqlEngine, SqlScalar } from "@opora/sql";
import { recordOf, type Statement, type ValueRows } from "./statements.js";
import type { SqlColumn, SqlTable } from "./table-schema.js";

type RangeOf = Pick<RangeQuery, "prefix" | "after" | "through" | "limit" | "direction">;

/** Reads a range of a table in an order. */
export function rangeStatement(
  engine: SqlEngine,
  table: SqlTable,
  order: readonly SqlColumn[],
  { prefix, after = [], through = [], limit, direction = "ascending" }: RangeOf,
): Statement {
  const parameters: SqlScalar[] = [];
  const bind = (value: RecordValue): string => {
    parameters.push(value);
    return engine === "postgres" ? `$${parameters.length}` : "?";
  };
  const further = order.slice(prefix.length);
  const [beyond, notBeyond] = direction === "ascending" ? [">", "<"] : ["<", ">"];
  const conditions = [
    ...prefix.map((value, index) => `t.${(order[index] as SqlColumn).quoted} = ${bind(value)}`),
    ...(after.length === 0 ? [] : [compare(further, after, beyond, "exclusive", bind)]),
    ...(through.length === 0 ? [] : [compare(further, through, notBeyond, "inclusive", bind)]),
  ];
  const where = conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
  const suffix = direction === "ascending" ? "" : " desc";
  const sorting = order.map(({ quoted }) => `t.${quoted}${suffix}`).join(", ");
  const text = `select ${recordOf(engine, "t", table.columns)} from ${table.quoted} t${where} order by ${sorting} limit ${bind(limit)}`;
  return { text, parameters };
}

/**
 * Reads the first records under each of several starts of an order. A result tells by itself which start a record belongs
 * to, and has the records of each in order.
 */
export function rangeEachStatement(
  engine: SqlEngine,
  table: SqlTable,
  order: readonly SqlColumn[],
  prefixes: ValueRows,
  limit: number,
): Statement {
  const parts = prefixes.map((prefix) => rangeStatement(engine, table, order, { prefix, limit }));
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  // Each part has its limit, so that none reads more than it returns.
  const text = parts.map((part) => `select * from (${part.text}) r`).join(" union all ");
  return { text, parameters: parts.flatMap(({ parameters }) => parameters) };
}

/**
 * Compares rows of values, in the form for which every engine walks its index: `a >= 1 and (a > 1 or (b >= 2 and (b > 2 or
 * c > 3)))`.
 */
function compare(
  columns: readonly SqlColumn[],
  values: readonly RecordValue[],
  operator: string,
  bound: "exclusive" | "inclusive",
  bind: (value: RecordValue) => string,
): string {
  const [column, ...others] = columns as readonly [SqlColumn, ...SqlColumn[]];
  const [value, ...furtherValues] = values as readonly [RecordValue, ...RecordValue[]];
  const name = `t.${column.quoted}`;
  if (furtherValues.length === 0) return `${name} ${operator}${bound === "inclusive" ? "=" : ""} ${bind(value)}`;
  const here = `${name} ${operator}= ${bind(value)} and (${name} ${operator} ${bind(value)}`;
  return `(${here} or ${compare(others, furtherValues, operator, bound, bind)}))`;
}
