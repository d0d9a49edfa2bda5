import { type ConformanceCase, expectRejection, expectThat } from "@opora/core/conformance";
import {
  addColumn,
  bigintColumn,
  createIndex,
  createTable,
  dropTable,
  idColumn,
  type Migration,
  migrate,
  type SqlDatabase,
  SqlError,
  statement,
  textColumn,
} from "@opora/sql";

function createOf(table: string): Migration {
  return {
    name: "create",
    changes: [createTable(table, { columns: { id: idColumn(), amount: bigintColumn() }, primaryKey: ["id"] })],
  };
}

/** Applied in order, once, whoever applies them. */
export const migrationCases: readonly ConformanceCase<SqlDatabase>[] = [
  {
    name: "migrations are applied in order and once, later ones on top",
    async run(database) {
      const table = "case_migrations";
      const first = [
        createOf(table),
        { name: "fill", changes: [statement(`insert into ${table} (id, amount) values ('1', 5)`)] },
      ];
      const applied = await migrate(database, [{ name: table, migrations: first }]);
      expectThat(applied.map(({ name }) => name).join() === "create,fill", "both must be applied in order");
      const again = await migrate(database, [{ name: table, migrations: first }]);
      expectThat(again.length === 0, "nothing must be left to apply");
      const extension: Migration = {
        name: "extend",
        changes: [
          addColumn(table, "note", textColumn({ nullable: true })),
          addColumn(table, "weight", bigintColumn({ default: 7 })),
          createIndex(table, { name: `${table}_amount`, columns: ["amount", "id"] }),
        ],
      };
      const more = await migrate(database, [{ name: table, migrations: [...first, extension] }]);
      expectThat(more.map(({ name }) => name).join() === "extend", "only the new one must be applied");
      const { rows } = await database.execute(`select amount, note, weight from ${table}`);
      expectThat(
        rows[0]?.["amount"] === 5n && rows[0]["weight"] === 7n,
        "rows must keep their values and get defaults",
      );
    },
  },
  {
    name: "a migration that was changed, renamed or is unknown is refused",
    async run(database) {
      const table = "case_mismatch";
      const set = (migrations: readonly Migration[]) => [{ name: table, migrations }];
      const drop: Migration = { name: "drop", changes: [dropTable(table)] };
      await migrate(database, set([createOf(table), drop]));
      const { changes } = createOf(table);
      const changed = createTable(table, { columns: { id: idColumn() }, primaryKey: ["id"] });
      const wrong = [
        [{ name: "create", changes: [changed] }, drop],
        [{ name: "renamed", changes }, drop],
        [createOf(table)],
      ];
      for (const migrations of wrong) {
        const error = await expectRejection(migrate(database, set(migrations)), "a mismatch must be refused");
        expectThat(
          SqlError.is(error) && error.code === "SQL_MIGRATION_MISMATCH",
          "the code must be SQL_MIGRATION_MISMATCH",
        );
      }
    },
  },
  {
    name: "a migration that fails is not remembered, and can be mended",
    async run(database) {
      const table = "case_mended";
      const broken: Migration = { name: "fill", changes: [statement("insert into case_nowhere (id) values ('1')")] };
      await expectRejection(
        migrate(database, [{ name: table, migrations: [createOf(table), broken] }]),
        "a migration with a wrong statement must fail",
      );
      const mended: Migration = {
        name: "fill",
        changes: [statement(`insert into ${table} (id, amount) values ('1', 0)`)],
      };
      const applied = await migrate(database, [{ name: table, migrations: [createOf(table), mended] }]);
      expectThat(applied.at(-1)?.name === "fill", "the mended migration must be applied");
      const { rows } = await database.execute(`select id from ${table}`);
      expectThat(rows.length === 1, "it must have taken effect once");
    },
  },
  {
    name: "instances that migrate at the same moment apply each migration once",
    async run(database) {
      const table = "case_raced";
      const fill: Migration = {
        name: "fill",
        changes: [statement(`insert into ${table} (id, amount) values ('1', 0)`)],
      };
      const bump: Migration = { name: "bump", changes: [statement(`update ${table} set amount = amount + 1`)] };
      const set = { name: table, migrations: [createOf(table), fill, bump] };
      const runs = await Promise.all(Array.from({ length: 4 }, () => migrate(database, [set])));
      expectThat(runs.flat().length === 3, "each migration must be applied by one of them");
      const { rows } = await database.execute(`select amount from ${table}`);
      expectThat(rows.length === 1 && rows[0]?.["amount"] === 1n, "each must have taken effect once");
    },
  },
];
