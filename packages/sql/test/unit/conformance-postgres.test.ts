import { openPostgres } from "@opora/sql/postgres";
import { describeWhere, testPostgres } from "@opora/test-support";
import { afterAll } from "vitest";
import { runConformance } from "../run-conformance.js";

describeWhere("with a PostgreSQL server", testPostgres, ({ url, dispose }) => {
  afterAll(dispose);
  runConformance("PostgreSQL", () => openPostgres({ url }));
});
