import { openPostgres } from "@opora/sql/postgres";
import { describeWhere, testPostgres } from "@opora/test-support";
import { afterAll } from "vitest";
import { runSqlConformance } from "../store-conformance.js";

describeWhere("with a PostgreSQL server", testPostgres, ({ url, dispose }) => {
  afterAll(dispose);
  runSqlConformance("PostgreSQL", "side by side", () => openPostgres({ url }));
});
