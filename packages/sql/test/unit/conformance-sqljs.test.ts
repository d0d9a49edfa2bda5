import { openSqljs } from "@opora/sql/sqljs";
import { runConformance } from "../run-conformance.js";

runConformance("SQLite in memory", () => openSqljs());
