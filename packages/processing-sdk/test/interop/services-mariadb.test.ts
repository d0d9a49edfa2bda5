import { openMysql } from "@opora/sql/mysql";
import { describeWhere, testMariadb } from "@opora/test-support";
import { afterAll } from "vitest";
import { runServicesOnSql } from "../services-life.js";

describeWhere("with a MariaDB server", testMariadb, ({ url, dispose }) => {
  afterAll(dispose);
  runServicesOnSql("MariaDB", () => openMysql({ url }));
});
