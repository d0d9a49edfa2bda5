/**
 * What every engine behind `SqlDatabase` must do, as cases for any test runner. Run them once against an empty database;
 * each case makes tables of its own.
 *
 * @example
 * ```ts
 * const database = await openSqljs();
 * for (const { name, run } of sqlDatabaseCases) test(name, () => run(database));
 * ```
 * @packageDocumentation
 */
import type { ConformanceCase } from "@opora/core/conformance";
import type { SqlDatabase } from "@opora/sql";
import { claimCases } from "./claim-cases.js";
import { errorCases } from "./error-cases.js";
import { migrationCases } from "./migration-cases.js";
import { outboxCases } from "./outbox-cases.js";
import { outboxRelayCases } from "./outbox-relay-cases.js";
import { transactionCases } from "./transaction-cases.js";
import { valueCases } from "./value-cases.js";

/** The requirements on a database, in the order of their dependence on each other. */
export const sqlDatabaseCases: readonly ConformanceCase<SqlDatabase>[] = [
  ...valueCases,
  ...errorCases,
  ...transactionCases,
  ...migrationCases,
  ...claimCases,
  ...outboxCases,
  ...outboxRelayCases,
];
