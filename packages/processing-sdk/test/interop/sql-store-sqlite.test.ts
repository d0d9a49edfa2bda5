import { join } from "node:path";
import { openSqlite } from "@opora/sql/sqlite";
import { suiteFolder } from "@opora/test-support";
import { runSqlConformance } from "../store-conformance.js";

const folder = suiteFolder();

runSqlConformance("SQLite in a file", "in turn", () => openSqlite({ path: join(folder, "processing.db") }));
