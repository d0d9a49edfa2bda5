import type { MigrationSet } from "../domain/migrations/migration.js";
import { createTable } from "../domain/schema/changes.js";
import { bigintColumn, idColumn, instantColumn } from "../domain/schema/columns.js";

/** The table of the leases. A free lease keeps its row, so that its fencing number goes on growing. */
export type LeaseTables = {
  opora_leases: { name: string; owner: string; fencing_number: bigint; expires_at: bigint };
};

/** The migrations that {@link createSqlLeaseStore} needs. */
export const leaseMigrations: MigrationSet = {
  name: "opora-leases",
  migrations: [
    {
      name: "create-leases",
      changes: [
        createTable("opora_leases", {
          columns: {
            name: idColumn(),
            owner: idColumn(),
            fencing_number: bigintColumn(),
            expires_at: instantColumn(),
          },
          primaryKey: ["name"],
        }),
      ],
    },
  ],
};
