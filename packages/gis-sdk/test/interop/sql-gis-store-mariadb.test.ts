import { openMysql } from "@opora/sql/mysql";
import { describeWhere, testMariadb } from "@opora/test-support";
import { afterAll } from "vitest";
import { runStoreConformance } from "../sql-gis-store.js";

describeWhere("with a MariaDB server", testMariadb, ({ url, dispose }) => {
  afterAll(dispose);
  runStoreConformance("MariaDB", () => openMysql({ url }));
});
