import { type ConformanceCase, expectRejection, expectThat } from "@opora/core/conformance";
import {
  bigintColumn,
  claimRows,
  createSqlLeaseStore,
  idColumn,
  leaseMigrations,
  migrate,
  requireLease,
  type SqlDatabase,
  SqlError,
} from "@opora/sql";
import { createCaseTable } from "./tables.js";

type Jobs = { case_jobs: { id: string; taken_by: bigint } };

/** Work that is shared is done by one. */
export const claimCases: readonly ConformanceCase<SqlDatabase>[] = [
  {
    name: "rows claimed by several transactions at once go to one of them each",
    async run(database) {
      await createCaseTable(database, "case_jobs", { id: idColumn(), taken_by: bigintColumn() });
      const ids = Array.from({ length: 40 }, (_, index) => String(index).padStart(2, "0"));
      const values = ids.map((id) => ({ id, taken_by: 0n }));
      await database.query.withTables<Jobs>().insertInto("case_jobs").values(values).execute();
      const claimed = await Promise.all([1n, 2n, 3n, 4n].map((worker) => claimJobs(database, worker)));
      const all = claimed.flat();
      expectThat(all.length === new Set(all).size, "no row may be claimed twice");
      const rest = await claimJobs(database, 5n, 40);
      expectThat([...all, ...rest].sort().join() === ids.join(), "no row may be left unclaimed in the end");
    },
  },
  {
    name: "what is written under a lease is refused once the lease is in other hands",
    async run(database) {
      await migrate(database, [leaseMigrations]);
      const leases = createSqlLeaseStore(database);
      const request = { name: "case/fenced", now: new Date(0), ttlMs: 1_000 };
      const old = await leases.acquire({ ...request, owner: "a" });
      expectThat(old !== undefined, "a free lease must be given");
      await database.transaction((transaction) => requireLease(transaction, old));
      const taken = await leases.acquire({ ...request, owner: "b", now: new Date(1_000) });
      expectThat(taken !== undefined, "an expired lease must be given to another owner");
      const error = await expectRejection(
        database.transaction((transaction) => requireLease(transaction, old)),
        "the former holder must be refused",
      );
      expectThat(SqlError.is(error) && error.code === "SQL_LEASE_LOST", "the code must be SQL_LEASE_LOST");
      await database.transaction((transaction) => requireLease(transaction, taken));
    },
  },
];

async function claimJobs(database: SqlDatabase, worker: bigint, limit = 8): Promise<readonly string[]> {
  return database.transaction(
    async (transaction) => {
      const tables = transaction.query.withTables<Jobs>();
      const free = tables.selectFrom("case_jobs").select("id").where("taken_by", "=", 0n).orderBy("id").limit(limit);
      const ids = (await claimRows(transaction, free)).map(({ id }) => id);
      if (ids.length > 0) {
        await tables.updateTable("case_jobs").set({ taken_by: worker }).where("id", "in", ids).execute();
      }
      return ids;
    },
    { retries: 20 },
  );
}
