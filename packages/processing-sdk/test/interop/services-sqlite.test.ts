import { join } from "node:path";
import { openSqlite } from "@opora/sql/sqlite";
import { suiteFolder } from "@opora/test-support";
import { runServicesOnSql } from "../services-life.js";

const folder = suiteFolder();

runServicesOnSql("SQLite in a file", () => openSqlite({ path: join(folder, "services.db") }));
