import { invalidOption } from "../../errors.js";
import type { SqlEngine } from "../engine.js";
import { requireSingleStatement } from "../single-statement.js";
import type { IndexDefinition, SchemaChange, TableDefinition } from "./changes.js";
import type { Column, ColumnType } from "./columns.js";
import { quoteIdentifier, quoteIdentifiers } from "./identifiers.js";

/** The statements that make a change on an engine, each of them atomic there. */
export function renderChange(change: SchemaChange, engine: SqlEngine): readonly string[] {
  switch (change.kind) {
    case "create table":
      return renderTable(change.table, change, engine);
    case "create index":
      return [renderIndex(change.table, change, engine)];
    case "add column":
      return [
        `alter table ${quoteIdentifier(change.table, engine)} add column ${renderColumn(change.name, change.column, engine)}`,
      ];
    case "drop table":
      return [`drop table ${quoteIdentifier(change.table, engine)}`];
    case "statement":
      requireSingleStatement(change.statements[engine]);
      return [change.statements[engine]];
  }
}

const idLengthMax = 128;
// InnoDB indexes at most 3072 bytes, four for each character.
const indexedLengthMax = 700;

// What MariaDB and MySQL call the same rule: byte by byte, and trailing spaces count. Each skips the other's comment
// (MariaDB ignores versions 50700 to 99999, MySQL does not know "M!").
const mysqlTableOptions =
  "engine = InnoDB default character set utf8mb4 /*!80017 collate utf8mb4_0900_bin */ /*M!100800 collate utf8mb4_nopad_bin */";

function renderTable(table: string, definition: TableDefinition, engine: SqlEngine): readonly string[] {
  const { columns, primaryKey, indexes = [] } = definition;
  for (const name of [...primaryKey, ...indexes.flatMap((index) => index.columns)]) {
    if (!Object.hasOwn(columns, name)) throw invalidOption(`${table}.${name}`, "is indexed but is not a column");
  }
  const parts = [
    ...Object.entries(columns).map(([name, column]) => renderColumn(name, column, engine)),
    `primary key (${quoteIdentifiers(primaryKey, engine)})`,
  ];
  if (engine === "mysql") {
    // Inside the table, so that the table and its indexes appear together: MySQL has no transaction around definitions.
    const keys = indexes.map(
      ({ name, columns: indexed, unique }) =>
        `${unique ? "unique " : ""}key ${quoteIdentifier(name, engine)} (${quoteIdentifiers(indexed, engine)})`,
    );
    return [`create table ${quoteIdentifier(table, engine)} (${[...parts, ...keys].join(", ")}) ${mysqlTableOptions}`];
  }
  return [
    `create table ${quoteIdentifier(table, engine)} (${parts.join(", ")})${engine === "sqlite" ? sqliteTableOptions(definition) : ""}`,
    ...indexes.map((index) => renderIndex(table, index, engine)),
  ];
}

/** Rows that stay small are kept in the key's own tree; large ones would make that tree slow. */
function sqliteTableOptions({ columns, rows }: TableDefinition): string {
  if (rows === "small") return " strict, without rowid";
  const mayBeLarge = Object.values(columns).some(({ type }) => type === "text" || type === "json" || type === "bytes");
  return mayBeLarge ? " strict" : " strict, without rowid";
}

function renderIndex(table: string, { name, columns, unique }: IndexDefinition, engine: SqlEngine): string {
  const kind = unique ? "unique index" : "index";
  return `create ${kind} ${quoteIdentifier(name, engine)} on ${quoteIdentifier(table, engine)} (${quoteIdentifiers(columns, engine)})`;
}

const numericTypes: ReadonlySet<ColumnType> = new Set(["bigint", "instant", "boolean"]);

function renderColumn(name: string, column: Column, engine: SqlEngine): string {
  const quoted = quoteIdentifier(name, engine);
  const check = renderCheck(quoted, column, engine);
  return [
    quoted,
    renderType(name, column, engine),
    column.nullable ? "null" : "not null",
    ...(column.default === undefined ? [] : [`default ${renderDefault(name, column)}`]),
    ...(check === undefined ? [] : [`check (${check})`]),
  ].join(" ");
}

function renderType(name: string, column: Column, engine: SqlEngine): string {
  const length = lengthOf(name, column);
  switch (engine) {
    case "sqlite":
      if (numericTypes.has(column.type)) return "integer";
      return column.type === "bytes" || column.type === "shortBytes" ? "blob" : "text";
    case "postgres":
      if (column.type === "boolean") return "smallint";
      if (numericTypes.has(column.type)) return "bigint";
      // "C" compares byte by byte, like the other engines.
      return column.type === "bytes" || column.type === "shortBytes" ? "bytea" : 'text collate "C"';
    case "mysql":
      if (column.type === "boolean") return "tinyint";
      if (numericTypes.has(column.type)) return "bigint";
      if (column.type === "bytes") return "longblob";
      if (column.type === "shortBytes") return `varbinary(${length})`;
      return length === undefined ? "longtext" : `varchar(${length})`;
  }
}

function renderCheck(quoted: string, column: Column, engine: SqlEngine): string | undefined {
  if (column.type === "boolean") return `${quoted} in (0, 1)`;
  const length = lengthOf(quoted, column);
  // MySQL refuses what does not fit by itself, being in strict mode.
  if (length === undefined || engine === "mysql") return undefined;
  if (engine === "sqlite") return `length(${quoted}) <= ${length}`;
  return column.type === "shortBytes" ? `octet_length(${quoted}) <= ${length}` : `char_length(${quoted}) <= ${length}`;
}

function lengthOf(name: string, { type, maxLength }: Column): number | undefined {
  if (type === "id") return idLengthMax;
  if (type !== "shortText" && type !== "shortBytes") return undefined;
  if (maxLength === undefined || !Number.isSafeInteger(maxLength) || maxLength < 1 || maxLength > indexedLengthMax) {
    throw invalidOption(`${name}.maxLength`, `must be an integer from 1 to ${indexedLengthMax}`);
  }
  return maxLength;
}

function renderDefault(name: string, column: Column): string {
  if (numericTypes.has(column.type)) {
    if (Number.isSafeInteger(column.default)) return String(column.default);
  } else if (typeof column.default === "string" && (column.type === "id" || column.type === "shortText")) {
    if (/^[^'\\\0]*$/.test(column.default)) return `'${column.default}'`;
  }
  throw invalidOption(
    `${name}.default`,
    "must be a safe integer for an integer column, and a text without quotes and backslashes for an id or short text; other columns take none",
  );
}
