import { join } from "node:path";
import { type Change, ProcessingError, type ProcessingStore, type StoreTransaction } from "@opora/processing-sdk";
import { createSqlProcessingStore, processingMigrations } from "@opora/processing-sdk/sql";
import { createMemoryStore } from "@opora/processing-sdk/testing";
import { migrate, type SqlDatabase } from "@opora/sql";
import { openMysql } from "@opora/sql/mysql";
import { openPostgres } from "@opora/sql/postgres";
import { openSqlite } from "@opora/sql/sqlite";
import { describeWhere, suiteFolder, testMariadb, testPostgres } from "@opora/test-support";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** One call of a transaction. */
type Call =
  | { readonly type: "read"; readonly keys: readonly (readonly [string, bigint])[]; readonly lock: boolean }
  | { readonly type: "range"; readonly order: "key"; readonly query: Parameters<StoreTransaction["range"]>[2] }
  | { readonly type: "write"; readonly changes: readonly Change[] };

/** Calls that are committed together, or given up at their end. */
interface Step {
  readonly calls: readonly Call[];
  readonly end: "commit" | "give up";
}

// Few keys, so that histories meet; texts and numbers where engines could differ.
const owner = fc.constantFrom("", "a", "a ", "A", "б", "ﬀ", "😀", "a\u0001");
const entry = fc.constantFrom(-(2n ** 63n), -1n, 0n, 1n, 10n, 9n, 2n ** 63n - 1n);
const key = fc.tuple(owner, entry);
const keys = fc.uniqueArray(key, { maxLength: 6, selector: (values) => values.join("/") });
const amount = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const text = fc.string({ unit: "binary", maxLength: 12 }).filter((value) => !value.includes("\0"));

const postings = keys.chain((chosen) =>
  fc.tuple(
    ...chosen.map(([accountId, number]) =>
      fc.record({
        accountId: fc.constant(accountId),
        entry: fc.constant(number),
        documentId: text,
        line: amount,
        no: amount,
        amount,
        balanceAfter: amount,
        recordedAtMs: fc.maxSafeInteger(),
      }),
    ),
  ),
);
const patches = fc
  .tuple(keys, fc.subarray(["documentId", "amount", "recordedAtMs"] as const))
  .chain(([chosen, fields]) =>
    fc.tuple(
      ...chosen.map(([accountId, number]) =>
        fc.record({ documentId: text, amount, recordedAtMs: fc.maxSafeInteger() }).map((values) => ({
          accountId,
          entry: number,
          ...Object.fromEntries(fields.map((field) => [field, values[field]])),
        })),
      ),
    ),
  );
const change: fc.Arbitrary<Change> = fc.oneof(
  postings.map((insert): Change => ({ table: "postings", insert })),
  postings.map((put): Change => ({ table: "postings", put })),
  patches.map((patch): Change => ({ table: "postings", patch })),
  keys.map((removed): Change => ({ table: "postings", delete: removed })),
  key.map(([accountId, through]): Change => ({ table: "postings", deleteThrough: { prefix: [accountId], through } })),
  fc
    .tuple(owner, owner, amount)
    .map(([name, shard, value]): Change => ({ table: "counters", put: [{ name, shard, value }] })),
);

const bound = fc
  .tuple(owner, entry, fc.boolean())
  .map(([text, number, isWhole]) => (isWhole ? [text, number] : [text]));
const range = fc
  .record(
    {
      after: bound,
      through: bound,
      limit: fc.integer({ min: 1, max: 12 }),
      direction: fc.constantFrom("ascending" as const, "descending" as const),
    },
    { requiredKeys: ["limit"] },
  )
  .map((query): Call => ({ type: "range", order: "key", query: { prefix: [], ...query } }));
const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 2, arbitrary: fc.array(change, { maxLength: 3 }).map((changes): Call => ({ type: "write", changes })) },
  { weight: 1, arbitrary: range },
  {
    weight: 1,
    arbitrary: fc.tuple(keys, fc.boolean()).map(([chosen, lock]): Call => ({ type: "read", keys: chosen, lock })),
  },
);
const history: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    calls: fc.array(call, { maxLength: 4 }),
    end: fc.constantFrom("commit" as const, "commit" as const, "give up" as const),
  }),
  { minLength: 1, maxLength: 6 },
);

/** What a store answers to a history, the end of each transaction and its final content included. */
async function answersOf(store: ProcessingStore, steps: readonly Step[]): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const { calls, end } of steps) {
    const outcome = store.transaction("write", async (transaction) => {
      for (const each of calls) answers.push(await answerTo(transaction, each));
      if (end === "give up") throw new Error("given up");
    });
    answers.push(await outcome.then(() => "committed", codeOf));
  }
  const all = { prefix: [], limit: 10_000 };
  await store.transaction("snapshot", async (transaction) => {
    answers.push(await transaction.range("postings", "key", all), await transaction.range("counters", "key", all));
  });
  return answers;
}

async function answerTo(transaction: StoreTransaction, each: Call): Promise<unknown> {
  switch (each.type) {
    case "read":
      return transaction.read("postings", each.keys, each.lock ? { lock: "update" } : {});
    case "range":
      return transaction.range("postings", each.order, each.query);
    case "write":
      return transaction.write(each.changes);
  }
}

function codeOf(error: unknown): string {
  return ProcessingError.is(error) ? error.code : String(error);
}

/** Compares a store with the one in memory, on many histories, each from the beginning. */
function agreesWithMemory(engine: string, open: () => Promise<SqlDatabase>, numRuns: number): void {
  describe(`the store on ${engine}`, () => {
    let database: SqlDatabase;
    beforeAll(async () => {
      database = await open();
      await migrate(database, [processingMigrations]);
    });
    afterAll(() => database.close());

    test("answers to any history as the store in memory does", async () => {
      const store = createSqlProcessingStore(database);
      await fc.assert(
        fc.asyncProperty(history, async (steps) => {
          await database.execute("delete from processing_postings");
          await database.execute("delete from processing_counters");
          expect(await answersOf(store, steps)).toEqual(await answersOf(createMemoryStore(), steps));
        }),
        { numRuns },
      );
    });
  });
}

const folder = suiteFolder();

agreesWithMemory("SQLite", () => openSqlite({ path: join(folder, "agree.db") }), 150);
describeWhere("with a PostgreSQL server", testPostgres, ({ url, dispose }) => {
  afterAll(dispose);
  agreesWithMemory("PostgreSQL", () => openPostgres({ url }), 150);
});
describeWhere("with a MariaDB server", testMariadb, ({ url, dispose }) => {
  afterAll(dispose);
  agreesWithMemory("MariaDB", () => openMysql({ url }), 100);
});
