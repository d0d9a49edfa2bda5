import { openPostgres } from "@opora/sql/postgres";
import { describeWhere, testPostgres } from "@opora/test-support";
import { afterAll, expect, test } from "vitest";

describeWhere("with a PostgreSQL server", testPostgres, ({ url, dispose }) => {
  afterAll(dispose);

  test("a transaction by key plans without reading whole tables, and leaves its connection as it was", async () => {
    const database = await openPostgres({ url, maxConnections: 1 });
    await database.execute("create table small (id text primary key, value bigint not null)");
    const update =
      "update small t set value = v.value from unnest(array['a', 'b'], array[1, 2]) as v (id, value) where t.id = v.id";
    const { rows: plan } = await database.transaction(
      async (transaction) => transaction.execute<{ "QUERY PLAN": string }>(`explain ${update}`),
      { access: "by key" },
    );
    expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toContain("Index Scan using small_pkey");
    const { rows } = await database.execute<{ enable_seqscan: string }>("show enable_seqscan");
    expect(rows).toEqual([{ enable_seqscan: "on" }]);
    await database.close();
  });
});
