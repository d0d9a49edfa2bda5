import type { RecordValue } from "@opora/processing-sdk";
import { rangeEachStatement } from "./range-statement.js";
import {
  type ConflictRule,
  columnsOf,
  createTextCache,
  listOf,
  namesOf,
  type StatementWriter,
  sameKey,
  type ValueRows,
} from "./statements.js";
import type { SqlColumn, SqlTable } from "./table-schema.js";

/**
 * Statements for MySQL and MariaDB: rows go as one JSON text, so that a text serves any number of rows and the server binds
 * one parameter. "straight_join" keeps the order: each row looks its record up, and locks are taken in the order of rows.
 */
export function createMysqlStatements(): StatementWriter {
  const textOf = createTextCache();
  return {
    rowsMax: () => Number.POSITIVE_INFINITY,
    // A packet has 16 MiB (max_allowed_packet), a character up to six bytes in JSON.
    textLengthMax: 2_000_000,
    select(table, keys, lock) {
      const text = textOf(`select ${table.name} ${lock}`, () => {
        const columns = columnsOf("t", table.columns);
        const joined = `${jsonTable(table.key)} ${lookUp(table)}`;
        return `select ${columns} from ${joined}${lock === undefined ? "" : " for update"}`;
      });
      return { text, parameters: [toJson(lock === undefined ? keys : [...keys].sort(byValues))] };
    },
    insert(table, rows, onConflict) {
      const text = textOf(`insert ${table.name} ${onConflict}`, () => {
        const columns = listOf(table.columns);
        const head = `insert into ${table.quoted} (${columns})`;
        return `${head} select ${columns} from ${jsonTable(table.columns)}${onDuplicateClause(table, onConflict)}`;
      });
      return { text, parameters: [toJson(rows)] };
    },
    update(table, changed, rows) {
      const text = textOf(`update ${table.name} ${namesOf(changed)}`, () => {
        const assignments = changed.map(({ quoted }) => `t.${quoted} = v.${quoted}`).join(", ");
        const joined = `${jsonTable([...table.key, ...changed])} ${lookUp(table)}`;
        return `update ${joined} set ${assignments}`;
      });
      return { text, parameters: [toJson(rows)] };
    },
    remove(table, keys) {
      const text = textOf(`delete ${table.name}`, () => `delete t from ${jsonTable(table.key)} ${lookUp(table)}`);
      return { text, parameters: [toJson(keys)] };
    },
    selectEach: (table, order, prefixes, limit) => rangeEachStatement("mysql", table, order, prefixes, limit),
  };
}

/** Never by a scan, however small the table: it would wait for the locks of rows that it does not want. */
function lookUp(table: SqlTable): string {
  return `straight_join ${table.quoted} t force index (primary) on ${sameKey(table, "t")}`;
}

// The collation of the tables, so that comparing finds the index; each server skips the other's comment.
const collation = "character set utf8mb4 /*!80017 collate utf8mb4_0900_bin */ /*M!100800 collate utf8mb4_nopad_bin */";

function jsonTable(columns: readonly SqlColumn[]): string {
  const paths = columns.map((column, index) => `${column.quoted} ${typeOf(column)} path '$[${index}]' error on error`);
  return `json_table(?, '$[*]' columns (${paths.join(", ")})) as v`;
}

function typeOf({ type }: SqlColumn): string {
  if (type === "boolean") return "tinyint";
  if (type === "integer" || type === "instant") return "bigint";
  return type === "id" ? `varchar(128) ${collation}` : `longtext ${collation}`;
}

function onDuplicateClause(table: SqlTable, rule: ConflictRule): string {
  if (rule === "fail") return "";
  const [first] = table.key as readonly [SqlColumn];
  const target = `${table.quoted}.`;
  if (rule === "keep" || table.rest.length === 0) {
    return ` on duplicate key update ${first.quoted} = ${target}${first.quoted}`;
  }
  if (rule === "replace") {
    return ` on duplicate key update ${table.rest.map(({ quoted }) => `${quoted} = values(${quoted})`).join(", ")}`;
  }
  // Assignments are made one after the other: what they are decided by is assigned last.
  const decisive = table.column("updateNo");
  const columns = [...table.rest.filter((column) => column !== decisive), decisive];
  const isNewer = `values(${decisive.quoted}) > ${target}${decisive.quoted}`;
  return ` on duplicate key update ${columns
    .map(({ quoted }) => `${quoted} = if(${isNewer}, values(${quoted}), ${target}${quoted})`)
    .join(", ")}`;
}

function toJson(rows: ValueRows): string {
  return `[${rows.map((row) => `[${row.map(toJsonValue).join(",")}]`).join(",")}]`;
}

/** Integers are written whole: JSON has no limit for them, only JavaScript's parser does. */
function toJsonValue(value: RecordValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "boolean" ? (value ? "1" : "0") : String(value);
}

/** The same order for every instance, so that two of them never wait for each other. */
function byValues(left: readonly RecordValue[], right: readonly RecordValue[]): number {
  for (let index = 0; index < left.length; index += 1) {
    const [one, other] = [left[index] as RecordValue, right[index] as RecordValue];
    if (one !== other) return (one as string) < (other as string) ? -1 : 1;
  }
  return 0;
}
