import { openPostgres } from "@opora/sql/postgres";
import { describeWhere, testPostgres } from "@opora/test-support";
import { afterAll } from "vitest";
import { runStoreConformance } from "../sql-gis-store.js";

describeWhere("with a PostgreSQL server", testPostgres, ({ url, dispose }) => {
  afterAll(dispose);
  runStoreConformance("PostgreSQL", () => openPostgres({ url }));
});
