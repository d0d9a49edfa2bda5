import { join } from "node:path";
import { openSqlite } from "@opora/sql/sqlite";
import { suiteFolder } from "@opora/test-support";
import { runConformance } from "../run-conformance.js";

const folder = suiteFolder();

runConformance("SQLite in a file", () => openSqlite({ path: join(folder, "conformance.db") }));
