import {
  addColumn,
  bigintColumn,
  booleanColumn,
  bytesColumn,
  createIndex,
  createTable,
  idColumn,
  jsonColumn,
  type SchemaChange,
  shortBytesColumn,
  shortTextColumn,
} from "@opora/sql";
import { describe, expect, test } from "vitest";
import { renderChange } from "../../src/domain/schema/render.js";

const orders = createTable("orders", {
  columns: {
    shop: idColumn(),
    number: bigintColumn(),
    state: shortTextColumn(20, { default: "new" }),
    hash: shortBytesColumn(32, { nullable: true }),
    paid: booleanColumn({ default: 0 }),
    body: jsonColumn(),
  },
  primaryKey: ["shop", "number"],
  indexes: [{ name: "orders_state", columns: ["shop", "state"], unique: true }],
});

describe("one definition is rendered", () => {
  test("for SQLite", () => {
    expect(renderChange(orders, "sqlite")).toEqual([
      'create table "orders" ("shop" text not null check (length("shop") <= 128), "number" integer not null, ' +
        `"state" text not null default 'new' check (length("state") <= 20), ` +
        '"hash" blob null check (length("hash") <= 32), "paid" integer not null default 0 check ("paid" in (0, 1)), ' +
        '"body" text not null, primary key ("shop", "number")) strict',
      'create unique index "orders_state" on "orders" ("shop", "state")',
    ]);
  });

  test("for PostgreSQL", () => {
    expect(renderChange(orders, "postgres")).toEqual([
      'create table "orders" ("shop" text collate "C" not null check (char_length("shop") <= 128), ' +
        '"number" bigint not null, ' +
        `"state" text collate "C" not null default 'new' check (char_length("state") <= 20), ` +
        '"hash" bytea null check (octet_length("hash") <= 32), ' +
        '"paid" smallint not null default 0 check ("paid" in (0, 1)), "body" text collate "C" not null, ' +
        'primary key ("shop", "number"))',
      'create unique index "orders_state" on "orders" ("shop", "state")',
    ]);
  });

  test("for MySQL and MariaDB, table and indexes in one statement", () => {
    expect(renderChange(orders, "mysql")).toEqual([
      "create table `orders` (`shop` varchar(128) not null, `number` bigint not null, " +
        "`state` varchar(20) not null default 'new', `hash` varbinary(32) null, " +
        "`paid` tinyint not null default 0 check (`paid` in (0, 1)), `body` longtext not null, " +
        "primary key (`shop`, `number`), unique key `orders_state` (`shop`, `state`)) " +
        "engine = InnoDB default character set utf8mb4 " +
        "/*!80017 collate utf8mb4_0900_bin */ /*M!100800 collate utf8mb4_nopad_bin */",
    ]);
  });
});

test("small rows live in SQLite's key tree, large ones beside it", () => {
  const small = createTable("small", { columns: { id: idColumn() }, primaryKey: ["id"] });
  const large = createTable("large", { columns: { id: idColumn(), body: bytesColumn() }, primaryKey: ["id"] });
  expect(renderChange(small, "sqlite")[0]).toMatch(/strict, without rowid$/);
  expect(renderChange({ ...orders, rows: "small" }, "sqlite")[0]).toMatch(/strict, without rowid$/);
  expect(renderChange(large, "sqlite")[0]).toMatch(/\) strict$/);
});

test.each<[string, SchemaChange]>([
  ["a name with capitals", createTable("Orders", { columns: { id: idColumn() }, primaryKey: ["id"] })],
  ["a name with a quote", createTable('o"; drop table t; --', { columns: { id: idColumn() }, primaryKey: ["id"] })],
  ["a key that is no column", createTable("t", { columns: { id: idColumn() }, primaryKey: ["missing"] })],
  ["an index on no column", createIndex("t", { name: "t_a", columns: ["a b"] })],
  ["a length beyond what can be indexed", addColumn("t", "a", shortTextColumn(701))],
  ["a default with a quote", addColumn("t", "a", shortTextColumn(9, { default: "it's" }))],
  ["a default that is not an integer", addColumn("t", "a", bigintColumn({ default: 0.5 }))],
  ["a default for bytes", addColumn("t", "a", bytesColumn({ default: "x" }))],
])("%s is refused on every engine", (_, change) => {
  for (const engine of ["sqlite", "postgres", "mysql"] as const) {
    expect(() => renderChange(change, engine)).toThrow(expect.objectContaining({ code: "SQL_OPTIONS_INVALID" }));
  }
});
