import { openMysql } from "@opora/sql/mysql";
import { describeWhere, testMariadb } from "@opora/test-support";
import { afterAll } from "vitest";
import { runConformance } from "../run-conformance.js";

describeWhere("with a MariaDB server", testMariadb, ({ url, dispose }) => {
  afterAll(dispose);
  runConformance("MariaDB", () => openMysql({ url }));
});
