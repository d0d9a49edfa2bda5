import { type ConformanceCase, expectRejection, expectThat } from "@opora/core/conformance";
import {
  bigintColumn,
  booleanColumn,
  bytesColumn,
  idColumn,
  instantColumn,
  instantFromSql,
  instantToSql,
  jsonColumn,
  type SqlDatabase,
  SqlError,
  type SqlParameter,
  type SqlValue,
  textColumn,
} from "@opora/sql";
import { sql } from "kysely";
import { createCaseTable, placeholders } from "./tables.js";

type Numbers = { [table: string]: { id: string; amount: bigint } };

const integerMax = 2n ** 63n - 1n;
const integerMin = -(2n ** 63n);

const texts: readonly string[] = [
  "",
  " ",
  "Ёлка",
  "日本",
  "𝄞 and 😀",
  "a'b\"c`d\\e%f_g?h$1",
  "line\r\nline\tend",
  "é",
  "e\u0301",
];

/** What goes in comes out, the same on every engine. */
export const valueCases: readonly ConformanceCase<SqlDatabase>[] = [
  {
    name: "every text comes back character by character",
    run: (database) =>
      keeps(database, "case_texts", textColumn({ nullable: true }), [...texts, "ж".repeat(200_000), null]),
  },
  {
    name: "JSON comes back as the text it was",
    run: (database) => keeps(database, "case_json", jsonColumn(), ['{"b":1,  "a":1.0}', "[]"]),
  },
  {
    name: "every 64-bit integer comes back as a bigint",
    run: (database) =>
      keeps(database, "case_integers", bigintColumn(), [
        0n,
        1n,
        -1n,
        2n ** 31n,
        2n ** 53n + 1n,
        integerMax,
        integerMin,
      ]),
  },
  {
    name: "bytes come back as a Uint8Array",
    run: async (database) => {
      const all = Uint8Array.from({ length: 256 }, (_, index) => index);
      await keeps(database, "case_bytes", bytesColumn(), [all, new Uint8Array(0), new Uint8Array(1_000_000).fill(255)]);
      // A view on a part of a larger buffer must not bring the rest along.
      await keeps(database, "case_views", bytesColumn(), [all.subarray(10, 20)]);
    },
  },
  {
    name: "booleans are 0 and 1, safe numbers are integers",
    run: async (database) => {
      await keepsAs(database, "case_booleans", booleanColumn(), [
        [true, 1n],
        [false, 0n],
      ]);
      await keepsAs(database, "case_numbers", bigintColumn(), [
        [7, 7n],
        [-Number.MAX_SAFE_INTEGER, -9007199254740991n],
      ]);
    },
  },
  {
    name: "instants keep their millisecond in every zone and year",
    run: async (database) => {
      const instants = ["1969-12-31T23:59:59.999Z", "2026-03-29T02:30:00.123+03:00", "9999-12-31T23:59:59.999Z"];
      const stored = instants.map((text) => instantToSql(new Date(text)));
      await keeps(database, "case_instants", instantColumn(), stored);
      expectThat(
        stored.every((value, index) => instantFromSql(value).getTime() === Date.parse(instants[index] ?? "")),
        "an instant must survive its conversion",
      );
    },
  },
  {
    name: "a value without a place in the mapping is refused before anything is sent",
    run: async (database) => {
      await createCaseTable(database, "case_refused", { id: idColumn(), body: textColumn({ nullable: true }) });
      const insert = `insert into case_refused (id, body) values (${placeholders(database.engine, 2)})`;
      const refused: readonly unknown[] = [
        "a\0b",
        "\ud800",
        Number.NaN,
        0.5,
        2 ** 53,
        2n ** 63n,
        -(2n ** 63n) - 1n,
        new Date(0),
        undefined,
        { a: 1 },
        Symbol("x"),
      ];
      for (const value of refused) {
        const error = await expectRejection(
          database.execute(insert, ["1", value as SqlParameter]),
          `a parameter of type ${typeof value} must be refused`,
        );
        expectThat(
          SqlError.is(error) && error.code === "SQL_VALUE_UNSUPPORTED",
          "the code must be SQL_VALUE_UNSUPPORTED",
        );
      }
      const { rows } = await database.execute("select id from case_refused");
      expectThat(rows.length === 0, "a refused statement must leave nothing behind");
    },
  },
  {
    name: "texts are equal only when their bytes are: case, accents and trailing spaces count",
    run: async (database) => {
      await createCaseTable(database, "case_equality", { id: idColumn(), amount: bigintColumn() });
      const ids = ["a", "A", "a ", " a", "á", "a\u0301", "ß", "ss"];
      const tables = database.query.withTables<Numbers>();
      const values = ids.map((id) => ({ id, amount: 0n }));
      await tables.insertInto("case_equality").values(values).execute();
      for (const id of ids) {
        const rows = await tables.selectFrom("case_equality").select("id").where("id", "=", id).execute();
        expectThat(rows.length === 1 && rows[0]?.id === id, `exactly ${JSON.stringify(id)} must be found by itself`);
      }
    },
  },
  {
    name: "texts are ordered by their bytes",
    run: async (database) => {
      await createCaseTable(database, "case_order", { id: idColumn(), amount: bigintColumn() });
      const ids = ["", "-", "10", "9", "A", "Z", "a", "a-b", "aa", "z", "ё", "я", "😀"];
      const tables = database.query.withTables<Numbers>();
      const values = [...ids].reverse().map((id) => ({ id, amount: 0n }));
      await tables.insertInto("case_order").values(values).execute();
      const rows = await tables.selectFrom("case_order").select("id").orderBy("id").execute();
      const expected = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expectThat(
        rows.map(({ id }) => id).join("|") === expected.join("|"),
        `the order must be ${expected.join("|")}, was ${rows.map(({ id }) => id).join("|")}`,
      );
    },
  },
  {
    name: "integers beyond 2^53 are compared exactly",
    run: async (database) => {
      await createCaseTable(database, "case_exact", { id: idColumn(), amount: bigintColumn() });
      const tables = database.query.withTables<Numbers>();
      const values = [2n ** 53n, 2n ** 53n + 1n, integerMax - 1n, integerMax];
      await tables
        .insertInto("case_exact")
        .values(values.map((amount, index) => ({ id: String(index), amount })))
        .execute();
      for (const amount of values) {
        const rows = await tables.selectFrom("case_exact").select("amount").where("amount", "=", amount).execute();
        expectThat(rows.length === 1 && rows[0]?.amount === amount, `only ${amount} must equal itself`);
      }
    },
  },
  {
    name: "counts and sums are bigints, and sums are exact",
    run: async (database) => {
      await createCaseTable(database, "case_sums", { id: idColumn(), amount: bigintColumn() });
      const tables = database.query.withTables<Numbers>();
      const values = [2n ** 60n, 1n, -3n].map((amount, index) => ({ id: String(index), amount }));
      await tables.insertInto("case_sums").values(values).execute();
      const { rows } = await sql<{ n: bigint; total: bigint }>`
        select count(*) as n, sum(amount) as total from case_sums`.execute(tables);
      expectThat(rows[0]?.n === 3n && rows[0].total === 2n ** 60n - 2n, "3 rows must sum up exactly");
    },
  },
  {
    name: "a floating point result is refused rather than rounded",
    run: async (database) => {
      const text = database.engine === "postgres" ? "select 0.5::float8 as x" : "select 0.5e0 as x";
      const error = await expectRejection(database.execute(text), "a floating point result must be refused");
      expectThat(
        SqlError.is(error) && error.code === "SQL_VALUE_UNSUPPORTED",
        "the code must be SQL_VALUE_UNSUPPORTED",
      );
    },
  },
  {
    name: "affected rows are those found, whether or not their values changed",
    run: async (database) => {
      await createCaseTable(database, "case_affected", { id: idColumn(), amount: bigintColumn() });
      const marks = placeholders(database.engine, 2);
      const inserted = await database.execute(`insert into case_affected (id, amount) values (${marks})`, ["1", 5n]);
      expectThat(inserted.affectedRows === 1, "an insert must count its row");
      const same = await database.execute("update case_affected set amount = 5");
      expectThat(same.affectedRows === 1, "an update must count a row that it leaves as it is");
      const none = await database.execute("update case_affected set amount = 5 where id = 'none'");
      expectThat(none.affectedRows === 0, "an update that finds nothing must count nothing");
      const read = await database.execute("select id from case_affected");
      expectThat(read.affectedRows === 0 && read.rows.length === 1, "a select must count nothing");
      const deleted = await database.execute("delete from case_affected");
      expectThat(deleted.affectedRows === 1, "a delete must count its row");
    },
  },
];

async function keeps(
  database: SqlDatabase,
  table: string,
  column: Parameters<typeof createCaseTable>[2][string],
  values: readonly SqlValue[],
): Promise<void> {
  await keepsAs(
    database,
    table,
    column,
    values.map((value) => [value, value]),
  );
}

/** Writes each value both ways, prepared and through the query builder, and reads it back both ways. */
async function keepsAs(
  database: SqlDatabase,
  table: string,
  column: Parameters<typeof createCaseTable>[2][string],
  pairs: readonly (readonly [SqlParameter, SqlValue])[],
): Promise<void> {
  await createCaseTable(database, table, { id: idColumn(), body: column });
  const tables = database.query.withTables<Record<string, { id: string; body: unknown }>>();
  const insert = `insert into ${table} (id, body) values (${placeholders(database.engine, 2)})`;
  for (const [index, [written]] of pairs.entries()) {
    await database.execute(insert, [`prepared-${index}`, written]);
    await tables
      .insertInto(table)
      .values({ id: `built-${index}`, body: written })
      .execute();
  }
  const select = `select body from ${table} where id = ${placeholders(database.engine, 1)}`;
  for (const [index, [, expected]] of pairs.entries()) {
    for (const id of [`prepared-${index}`, `built-${index}`]) {
      const prepared = await database.execute(select, [id]);
      const built = await tables.selectFrom(table).select("body").where("id", "=", id).execute();
      for (const row of [prepared.rows[0], built[0]]) {
        expectThat(isSame(row?.["body"], expected), `${table}: value ${index} must come back as it was written`);
      }
    }
  }
}

function isSame(actual: unknown, expected: SqlValue): boolean {
  if (!(expected instanceof Uint8Array)) return actual === expected;
  return (
    actual instanceof Uint8Array &&
    actual.constructor === Uint8Array &&
    actual.length === expected.length &&
    actual.every((byte, index) => byte === expected[index])
  );
}
