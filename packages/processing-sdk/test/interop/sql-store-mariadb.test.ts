import { openMysql } from "@opora/sql/mysql";
import { describeWhere, testMariadb } from "@opora/test-support";
import { afterAll } from "vitest";
import { runSqlConformance } from "../store-conformance.js";

describeWhere("with a MariaDB server", testMariadb, ({ url, dispose }) => {
  afterAll(dispose);
  runSqlConformance("MariaDB", "side by side", () => openMysql({ url }));
});
