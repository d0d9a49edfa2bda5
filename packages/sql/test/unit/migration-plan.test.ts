import { bigintColumn, createTable, idColumn, type Migration } from "@opora/sql";
import { describe, expect, test } from "vitest";
import { hashMigration, planMigrations, type RecordedMigration } from "../../src/domain/migrations/migration.js";

const columns = { id: idColumn(), amount: bigintColumn() };
const create: Migration = { name: "create", changes: [createTable("t", { columns, primaryKey: ["id"] })] };
const extend: Migration = { name: "extend", changes: [] };
const set = { name: "shop", migrations: [create, extend] };

function record(number: number, migration: Migration, change: Partial<RecordedMigration> = {}): RecordedMigration {
  return {
    setName: "shop",
    number: BigInt(number),
    name: migration.name,
    hash: hashMigration(migration),
    statementsDone: 1n,
    isComplete: true,
    ...change,
  };
}

describe("the plan", () => {
  test("of an empty database is everything, in order", () => {
    const pending = planMigrations(set, []);
    expect(pending.map(({ migration }) => migration.name)).toEqual(["create", "extend"]);
    expect(pending.map(({ statementsDone }) => statementsDone)).toEqual([undefined, undefined]);
  });

  test("leaves out what was applied, and the migrations of others", () => {
    const recorded = [record(1, create), record(9, extend, { setName: "other" })];
    expect(planMigrations(set, recorded).map(({ migration }) => migration.name)).toEqual(["extend"]);
  });

  test("continues what was interrupted", () => {
    const [first] = planMigrations(set, [record(1, create, { isComplete: false, statementsDone: 1n })]);
    expect(first).toMatchObject({ number: 1n, statementsDone: 1 });
  });

  test.each([
    ["another hash", [record(1, create, { hash: "00" })]],
    ["another name", [record(1, create, { name: "created" })]],
    ["a migration from the future", [record(3, extend)]],
  ])("is refused for %s", (_, recorded) => {
    expect(() => planMigrations(set, recorded)).toThrow(expect.objectContaining({ code: "SQL_MIGRATION_MISMATCH" }));
  });
});

describe("the hash", () => {
  test("stays the same from release to release", () => {
    expect(hashMigration(create)).toBe("3390c336eba7c98a96bb41b3a3ed1933925d26aaf1919f26df7e8bb4d34f00c9");
  });

  test("changes with a column, its order, a name", () => {
    const { id, amount } = columns;
    const swapped = createTable("t", { columns: { amount, id }, primaryKey: ["id"] });
    const other = createTable("t", { columns: { id, amount: bigintColumn({ nullable: true }) }, primaryKey: ["id"] });
    const hashes = [
      create,
      { ...create, name: "x" },
      { ...create, changes: [swapped] },
      { ...create, changes: [other] },
    ];
    expect(new Set(hashes.map(hashMigration)).size).toBe(4);
  });
});
