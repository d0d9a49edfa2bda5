import { type Field, type RecordValue, type TableDefinition, type TableName, tables } from "@opora/processing-sdk";
import {
  bigintColumn,
  booleanColumn,
  type Column,
  type CreateTable,
  createTable,
  idColumn,
  instantColumn,
  type SqlEngine,
  textColumn,
} from "@opora/sql";

/** A field as a column. */
export interface SqlColumn {
  readonly field: string;
  readonly name: string;
  /** As the engine writes it. */
  readonly quoted: string;
  readonly type: Field["type"];
}

/** A table of records as an engine keeps it. */
export interface SqlTable {
  readonly name: string;
  readonly quoted: string;
  readonly columns: readonly SqlColumn[];
  readonly key: readonly SqlColumn[];
  /** Columns that are not part of the key. */
  readonly rest: readonly SqlColumn[];
  column(field: string): SqlColumn;
}

/** A record whose table is not known to the compiler, with the definition to match. */
type AnyDefinition = TableDefinition<Record<string, RecordValue>>;

/** The table of a store. */
export function storeTable(name: TableName, engine: SqlEngine): SqlTable {
  return sqlTable(`processing_${snakeCase(name)}`, tables[name] as unknown as AnyDefinition, engine);
}

/** A table of the archive. */
export function archiveTable(name: "documents" | "postings" | "accounts", engine: SqlEngine): SqlTable {
  return sqlTable(`processing_archive_${name}`, tables[name] as unknown as AnyDefinition, engine);
}

/** What creates the table of a store with all its indexes. */
export function createStoreTable(name: TableName): CreateTable {
  const definition = tables[name] as unknown as AnyDefinition;
  return createRecordTable(`processing_${snakeCase(name)}`, definition, definition.indexes);
}

/** What creates a table of the archive: it is read by its key alone. */
export function createArchiveTable(name: "documents" | "postings" | "accounts"): CreateTable {
  return createRecordTable(`processing_archive_${name}`, tables[name] as unknown as AnyDefinition, {});
}

function createRecordTable(
  table: string,
  { fields, key }: AnyDefinition,
  indexes: Readonly<Record<string, readonly string[]>>,
): CreateTable {
  return createTable(table, {
    columns: Object.fromEntries(Object.entries(fields).map(([name, field]) => [snakeCase(name), columnOf(field)])),
    primaryKey: key.map(snakeCase),
    rows: "small",
    indexes: Object.entries(indexes).map(([name, names]) => ({
      name: `${table}_${snakeCase(name)}`,
      columns: names.map(snakeCase),
    })),
  });
}

function sqlTable(name: string, { fields, key }: AnyDefinition, engine: SqlEngine): SqlTable {
  const quote = (text: string): string => (engine === "mysql" ? `\`${text}\`` : `"${text}"`);
  const columns = Object.entries(fields).map(([field, { type }]): SqlColumn => {
    const column = snakeCase(field);
    return { field, name: column, quoted: quote(column), type };
  });
  const byField = new Map(columns.map((column) => [column.field, column]));
  const column = (field: string): SqlColumn => {
    const found = byField.get(field);
    if (found === undefined) throw new TypeError(`${name} has no field "${field}".`);
    return found;
  };
  return {
    name,
    quoted: quote(name),
    columns,
    key: key.map(column),
    rest: columns.filter(({ field }) => !key.includes(field)),
    column,
  };
}

const columnTypes: Readonly<Record<Field["type"], (options: { readonly nullable?: true }) => Column>> = {
  id: idColumn,
  text: textColumn,
  integer: bigintColumn,
  instant: instantColumn,
  boolean: booleanColumn,
};

function columnOf({ type, nullable }: Field): Column {
  return columnTypes[type](nullable ? { nullable } : {});
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
