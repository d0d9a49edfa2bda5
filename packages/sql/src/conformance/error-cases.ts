import { inspect } from "node:util";
import { type ConformanceCase, expectRejection, expectThat } from "@opora/core/conformance";
import {
  bigintColumn,
  booleanColumn,
  createTable,
  idColumn,
  migrate,
  type SqlDatabase,
  SqlError,
  type SqlErrorCode,
  type SqlParameter,
  shortBytesColumn,
  shortTextColumn,
} from "@opora/sql";
import { placeholders } from "./tables.js";

const columns = {
  id: idColumn(),
  code: shortTextColumn(5),
  hash: shortBytesColumn(4, { nullable: true }),
  amount: bigintColumn({ default: 0 }),
  ready: booleanColumn({ default: 0 }),
};

/** The same failure has the same code everywhere, and tells nothing of the values. */
export const errorCases: readonly ConformanceCase<SqlDatabase>[] = [
  {
    name: "failures have the same codes on every engine and quote no values",
    async run(database) {
      await migrate(database, [
        {
          name: "case_errors",
          migrations: [
            {
              name: "create",
              changes: [
                createTable("case_errors", {
                  columns,
                  primaryKey: ["id"],
                  indexes: [{ name: "case_errors_code", columns: ["code"], unique: true }],
                }),
              ],
            },
          ],
        },
      ]);
      const secret = "s3cr";
      const insert = async (row: Readonly<Record<string, SqlParameter>>): Promise<unknown> => {
        const names = Object.keys(row);
        const text = `insert into case_errors (${names.join(", ")}) values (${placeholders(database.engine, names.length)})`;
        return database.execute(text, Object.values(row));
      };
      await insert({ id: secret, code: "1" });
      const failures: readonly (readonly [SqlErrorCode, () => Promise<unknown>])[] = [
        ["SQL_UNIQUE_VIOLATION", () => insert({ id: secret, code: "2" })],
        ["SQL_UNIQUE_VIOLATION", () => insert({ id: `${secret}-2`, code: "1" })],
        ["SQL_NOT_NULL_VIOLATION", () => insert({ id: `${secret}-3`, code: null })],
        ["SQL_CHECK_VIOLATION", () => insert({ id: `${secret}-4`, code: `${secret}-long` })],
        ["SQL_CHECK_VIOLATION", () => insert({ id: `${secret}-5`, code: "5", hash: Uint8Array.of(1, 2, 3, 4, 5) })],
        ["SQL_CHECK_VIOLATION", () => insert({ id: `${secret}-6`, code: "6", amount: secret })],
        ["SQL_CHECK_VIOLATION", () => insert({ id: `${secret}-7`, code: "7", ready: 2n })],
        ["SQL_STATEMENT_INVALID", () => database.execute("select id from case_missing")],
        ["SQL_STATEMENT_INVALID", () => database.execute("select missing from case_errors")],
        ["SQL_STATEMENT_INVALID", () => database.execute("selekt 1")],
      ];
      for (const [index, [code, fail]] of failures.entries()) {
        const error = await expectRejection(fail(), `failure ${index} must be reported`);
        expectThat(SqlError.is(error), `failure ${index} must be a SqlError, was ${String(error)}`);
        expectThat(error.code === code, `failure ${index} must be ${code}, was ${error.code}: ${error.message}`);
        expectThat(!error.retryable, `failure ${index} must not ask for a repetition`);
        expectThat(!inspect(error, { depth: 10 }).includes(secret), `failure ${index} must not quote a value`);
      }
      const { rows } = await database.execute("select id from case_errors");
      expectThat(rows.length === 1, "what failed must not be there");
    },
  },
];
