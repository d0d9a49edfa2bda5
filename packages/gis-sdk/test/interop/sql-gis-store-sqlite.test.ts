import { join } from "node:path";
import { openSqlite } from "@opora/sql/sqlite";
import { suiteFolder } from "@opora/test-support";
import { runStoreConformance } from "../sql-gis-store.js";

const folder = suiteFolder();

runStoreConformance("SQLite in a file", () => openSqlite({ path: join(folder, "gis.db") }));
