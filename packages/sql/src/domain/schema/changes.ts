import type { SqlEngine } from "../engine.js";
import type { Column } from "./columns.js";

/** One step of a migration: plain data, rendered for the engine at hand. */
export type SchemaChange = CreateTable | CreateIndex | AddColumn | DropTable | EngineStatements;

/** An index, or with `unique` also a rule that no two rows share its values. */
export interface IndexDefinition {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique?: true;
}

export interface TableDefinition {
  /** By name, in the order of the table. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Put the account, register or other unit of sharding first. */
  readonly primaryKey: readonly string[];
  readonly indexes?: readonly IndexDefinition[];
  /**
   * `small`: rows have a few hundred bytes although there are columns of any length. SQLite then keeps them in the tree of
   * the key, where a row is found, and written, with one page less. Default: judged by the types of the columns.
   */
  readonly rows?: "small";
}

export interface CreateTable extends TableDefinition {
  readonly kind: "create table";
  readonly table: string;
}

export interface CreateIndex extends IndexDefinition {
  readonly kind: "create index";
  readonly table: string;
}

export interface AddColumn {
  readonly kind: "add column";
  readonly table: string;
  readonly name: string;
  readonly column: Column;
}

export interface DropTable {
  readonly kind: "drop table";
  readonly table: string;
}

/** One statement in the words of each engine, for what the other changes cannot say (moving data, for instance). */
export interface EngineStatements {
  readonly kind: "statement";
  readonly statements: Readonly<Record<SqlEngine, string>>;
}

/** A new table with its indexes. */
export function createTable(table: string, definition: TableDefinition): CreateTable {
  return { kind: "create table", table, ...definition };
}

/** A new index on a table. */
export function createIndex(table: string, definition: IndexDefinition): CreateIndex {
  return { kind: "create index", table, ...definition };
}

/** A new column; where the table may have rows it must be nullable or have a default. */
export function addColumn(table: string, name: string, column: Column): AddColumn {
  return { kind: "add column", table, name, column };
}

/** The end of a table and of all its rows. */
export function dropTable(table: string): DropTable {
  return { kind: "drop table", table };
}

/** One statement, written once for all engines or once for each. */
export function statement(text: string | Readonly<Record<SqlEngine, string>>): EngineStatements {
  return {
    kind: "statement",
    statements: typeof text === "string" ? { sqlite: text, postgres: text, mysql: text } : text,
  };
}
