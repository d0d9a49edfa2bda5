import type { RecordValue } from "@opora/processing-sdk";
import type { SqlEngine, SqlScalar } from "@opora/sql";
import type { SqlColumn, SqlTable } from "./table-schema.js";

/** A statement with its parameters, of a text that comes again and again. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly SqlScalar[];
}

/** A statement that changes a table, and how many rows it has to find. */
export interface ChangeStatement extends Statement {
  readonly table: SqlTable;
  readonly rowsToFind?: number;
}

/** Rows of values, in the order of some columns. */
export type ValueRows = readonly (readonly RecordValue[])[];

/** What to do with rows whose key exists. */
export type ConflictRule =
  /** They fail the statement. */
  | "fail"
  | "replace"
  /** They stay as they are. */
  | "keep"
  /** They are replaced by rows with a greater `updateNo`. */
  | "replace older";

/**
 * Set-based statements in the words of one engine. Rows go along in as few parameters as it takes well, and texts depend
 * little on their number, so that each is prepared once.
 */
export interface StatementWriter {
  /** Most rows of so many columns that one statement takes. */
  rowsMax(columns: number): number;
  /** Most characters of text that one statement takes. Default: any. */
  readonly textLengthMax?: number;
  select(table: SqlTable, keys: ValueRows, lock: "update" | undefined): Statement;
  /** Rows hold all columns of the table. */
  insert(table: SqlTable, rows: ValueRows, onConflict: ConflictRule): Statement;
  /** Rows hold the key and the columns to change. */
  update(table: SqlTable, changed: readonly SqlColumn[], rows: ValueRows): Statement;
  remove(table: SqlTable, keys: ValueRows): Statement;
  /**
   * Puts changes of different tables into one statement, where the engine can. Its one row has the number of rows that each of
   * them found, as `found_0`, `found_1`, ….
   */
  together?(statements: readonly ChangeStatement[]): Statement;
  /** Reads the first records under each of several starts of an order, those of each start in the order. */
  selectEach(table: SqlTable, order: readonly SqlColumn[], prefixes: ValueRows, limit: number): Statement;
}

/** Keeps texts by what makes them. */
export function createTextCache(): (key: string, write: () => string) => string {
  const texts = new Map<string, string>();
  return (key, write) => {
    const known = texts.get(key);
    if (known !== undefined) return known;
    const text = write();
    texts.set(key, text);
    return text;
  };
}

/** `"a", "b"` */
export function listOf(columns: readonly SqlColumn[]): string {
  return columns.map(({ quoted }) => quoted).join(", ");
}

/** `t."a", t."b"` */
export function columnsOf(alias: string, columns: readonly SqlColumn[]): string {
  return columns.map(({ quoted }) => `${alias}.${quoted}`).join(", ");
}

/** The name of the one column in which SQLite gives a whole record. */
export const wholeRecord = "record";

/**
 * What a record is read as. From SQLite it comes as one JSON array, since each column that its WebAssembly build hands over
 * costs more than JSON takes for all of them; 64-bit integers are text in it.
 */
export function recordOf(engine: SqlEngine, alias: string, columns: readonly SqlColumn[]): string {
  if (engine !== "sqlite") return columnsOf(alias, columns);
  const values = columns.map(({ quoted, type }) => {
    return type === "integer" ? `cast(${alias}.${quoted} as text)` : `${alias}.${quoted}`;
  });
  return `json_array(${values.join(", ")}) as "${wholeRecord}"`;
}

/** `t."a" = v."a" and t."b" = v."b"` */
export function sameKey(table: SqlTable, alias: string): string {
  return table.key.map(({ quoted }) => `${alias}.${quoted} = v.${quoted}`).join(" and ");
}

/** Names of columns, for the key of a text. */
export function namesOf(columns: readonly SqlColumn[]): string {
  return columns.map(({ name }) => name).join();
}

/** What PostgreSQL and SQLite do with rows whose key exists. */
export function onConflictClause(table: SqlTable, rule: ConflictRule): string {
  if (rule === "fail") return "";
  const target = ` on conflict (${listOf(table.key)}) do`;
  if (rule === "keep" || table.rest.length === 0) return `${target} nothing`;
  const update = `${target} update set ${table.rest.map(({ quoted }) => `${quoted} = excluded.${quoted}`).join(", ")}`;
  if (rule === "replace") return update;
  const { quoted } = table.column("updateNo");
  return `${update} where excluded.${quoted} > ${table.quoted}.${quoted}`;
}
