import { type ConformanceCase, expectRejection, expectThat } from "@opora/core/conformance";
import { bigintColumn, idColumn, type SqlDatabase, SqlError, type SqlExecutor, type SqlTransaction } from "@opora/sql";
import { createCaseTable } from "./tables.js";

type Counters = { [table: string]: { id: string; amount: bigint } };

const insertOne = (executor: SqlExecutor, table: string, id: string): Promise<unknown> =>
  executor.query.withTables<Counters>().insertInto(table).values({ id, amount: 0n }).execute();

const idsIn = async (executor: SqlExecutor, table: string): Promise<string> => {
  const rows = await executor.query.withTables<Counters>().selectFrom(table).select("id").orderBy("id").execute();
  return rows.map(({ id }) => id).join();
};

const createCounters = (database: SqlDatabase, table: string): Promise<void> =>
  createCaseTable(database, table, { id: idColumn(), amount: bigintColumn() });

/** All or nothing, one after the other, and never twice. */
export const transactionCases: readonly ConformanceCase<SqlDatabase>[] = [
  {
    name: "a transaction is kept when its work resolves, and its result is handed on",
    async run(database) {
      await createCounters(database, "case_commit");
      const result = await database.transaction(async (transaction) => {
        await insertOne(transaction, "case_commit", "1");
        await insertOne(transaction, "case_commit", "2");
        return "done";
      });
      expectThat(result === "done", "the result of the work must be handed on");
      expectThat((await idsIn(database, "case_commit")) === "1,2", "both rows must be there");
    },
  },
  {
    name: "nothing of a transaction is kept when its work rejects",
    async run(database) {
      await createCounters(database, "case_rollback");
      const refusal = new Error("no");
      const error = await expectRejection(
        database.transaction(async (transaction) => {
          await insertOne(transaction, "case_rollback", "1");
          throw refusal;
        }),
        "the transaction must reject",
      );
      expectThat(error === refusal, "the error of the work must be handed on unchanged");
      expectThat((await idsIn(database, "case_rollback")) === "", "nothing must be there");
    },
  },
  {
    name: "a failed statement ends the transaction, even when its error is caught",
    async run(database) {
      await createCounters(database, "case_doomed");
      await insertOne(database, "case_doomed", "taken");
      let followUp: unknown;
      const error = await expectRejection(
        database.transaction(async (transaction) => {
          await insertOne(transaction, "case_doomed", "1");
          await insertOne(transaction, "case_doomed", "taken").catch(() => undefined);
          followUp = await expectRejection(insertOne(transaction, "case_doomed", "2"), "nothing may follow");
        }),
        "the transaction must reject although the work did not",
      );
      expectThat(hasCode(error, "SQL_UNIQUE_VIOLATION"), "the failure of the statement must be told");
      expectThat(hasCode(followUp, "SQL_TRANSACTION_INVALID"), "what follows must be refused");
      expectThat((await idsIn(database, "case_doomed")) === "taken", "nothing of it must be there");
    },
  },
  {
    name: "a transaction is of no use after its end",
    async run(database) {
      await createCounters(database, "case_ended");
      const leaked = await database.transaction(async (transaction) => [transaction]);
      const error = await expectRejection(
        insertOne(leaked[0] as SqlTransaction, "case_ended", "1"),
        "a transaction that has ended must refuse statements",
      );
      expectThat(hasCode(error, "SQL_TRANSACTION_INVALID"), "the code must be SQL_TRANSACTION_INVALID");
      expectThat((await idsIn(database, "case_ended")) === "", "nothing must be there");
    },
  },
  {
    name: "statements sent without waiting still belong to the transaction",
    async run(database) {
      await createCounters(database, "case_unawaited");
      const send = (transaction: SqlTransaction, id: string): Promise<unknown> =>
        transaction.execute(`insert into case_unawaited (id, amount) values ('${id}', 0)`);
      await database.transaction(async (transaction) => {
        for (const id of ["1", "2", "3"]) void send(transaction, id);
      });
      expectThat((await idsIn(database, "case_unawaited")) === "1,2,3", "they must be carried out before the commit");
      await expectRejection(
        database.transaction(async (transaction) => {
          send(transaction, "4").catch(() => undefined);
          send(transaction, "1").catch(() => undefined);
        }),
        "the failure of one must fail the transaction",
      );
      expectThat((await idsIn(database, "case_unawaited")) === "1,2,3", "nothing of the failed one must be there");
    },
  },
  {
    name: "statements of a session run in the order in which they were sent",
    async run(database) {
      await createCounters(database, "case_session");
      const statements = [
        "insert into case_session (id, amount) values ('1', 2)",
        "update case_session set amount = amount * 10",
        "update case_session set amount = amount + 3",
      ];
      await database.session((session) => Promise.all(statements.map((statement) => session.execute(statement))));
      expectThat((await amountIn(database, "case_session")) === 23n, "2 times 10 plus 3 must make 23");
    },
  },
  {
    name: "the query builder opens no transaction of its own",
    async run(database) {
      const attempts = [
        () => database.query.transaction().execute(async () => undefined),
        () => database.transaction((transaction) => transaction.query.transaction().execute(async () => undefined)),
      ];
      for (const attempt of attempts) {
        const error = await expectRejection(attempt(), "a transaction of the query builder must be refused");
        expectThat(hasCode(error, "SQL_TRANSACTION_INVALID"), "the code must be SQL_TRANSACTION_INVALID");
      }
    },
  },
  {
    name: "a transaction that is called off leaves nothing",
    async run(database) {
      await createCounters(database, "case_aborted");
      const reason = new Error("called off");
      for (const stage of ["before", "within", "after"] as const) {
        const controller = new AbortController();
        if (stage === "before") controller.abort(reason);
        const error = await expectRejection(
          database.transaction(
            async (transaction) => {
              await insertOne(transaction, "case_aborted", stage);
              controller.abort(reason);
              if (stage === "within") await insertOne(transaction, "case_aborted", "never");
            },
            { signal: controller.signal },
          ),
          `called off ${stage} its statements it must reject`,
        );
        expectThat(error === reason, "it must reject with the reason of the signal");
      }
      expectThat((await idsIn(database, "case_aborted")) === "", "nothing must be there");
    },
  },
  {
    name: "concurrent changes of one row are all kept",
    async run(database) {
      await createCounters(database, "case_concurrent");
      await insertOne(database, "case_concurrent", "1");
      const add = "update case_concurrent set amount = amount + 1";
      await Promise.all(
        Array.from({ length: 30 }, () =>
          database.transaction((transaction) => transaction.execute(add), { retries: 20 }),
        ),
      );
      expectThat((await amountIn(database, "case_concurrent")) === 30n, "30 additions must make 30");
    },
  },
  {
    name: "serializable transactions that read before they write are repeated until they fit",
    async run(database) {
      await createCounters(database, "case_serializable");
      await insertOne(database, "case_serializable", "1");
      const increment = async (transaction: SqlTransaction): Promise<void> => {
        const amount = await amountIn(transaction, "case_serializable");
        const tables = transaction.query.withTables<Counters>();
        await tables
          .updateTable("case_serializable")
          .set({ amount: amount + 1n })
          .execute();
      };
      await Promise.all(
        Array.from({ length: 8 }, () => database.transaction(increment, { isolation: "serializable", retries: 100 })),
      );
      expectThat((await amountIn(database, "case_serializable")) === 8n, "8 increments must make 8");
    },
  },
];

async function amountIn(executor: SqlExecutor, table: string): Promise<bigint> {
  const rows = await executor.query.withTables<Counters>().selectFrom(table).select("amount").execute();
  return rows[0]?.amount ?? -1n;
}

function hasCode(error: unknown, code: SqlError["code"]): boolean {
  return SqlError.is(error) && error.code === code;
}
