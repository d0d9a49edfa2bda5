import { openPostgres } from "@opora/sql/postgres";
import { describeWhere, testPostgres } from "@opora/test-support";
import { afterAll } from "vitest";
import { runServicesOnSql } from "../services-life.js";

describeWhere("with a PostgreSQL server", testPostgres, ({ url, dispose }) => {
  afterAll(dispose);
  runServicesOnSql("PostgreSQL", () => openPostgres({ url }));
});
