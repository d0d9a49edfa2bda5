import { bigintColumn, createTable, idColumn, type MigrationSet, statement } from "@opora/sql";

export const racedTables = 12;

/** Many small definitions, so that those who race meet in the middle; the last table counts who filled it. */
export const racedMigrations: MigrationSet = {
  name: "raced",
  migrations: [
    {
      name: "create-tables",
      changes: Array.from({ length: racedTables }, (_, index) =>
        createTable(`raced_${index}`, {
          columns: { id: idColumn(), amount: bigintColumn() },
          primaryKey: ["id"],
          indexes: [{ name: `raced_${index}_amount`, columns: ["amount"] }],
        }),
      ),
    },
    { name: "fill", changes: [statement("insert into raced_0 (id, amount) values ('1', 0)")] },
    { name: "count", changes: [statement("update raced_0 set amount = amount + 1")] },
  ],
};
