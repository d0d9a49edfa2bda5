import {
  bigintColumn,
  bytesColumn,
  createTable,
  idColumn,
  instantColumn,
  jsonColumn,
  type MigrationSet,
  shortTextColumn,
} from "@opora/sql";

const nullable = { nullable: true } as const;
/** SHA-256, hexadecimal. */
const hashColumn = shortTextColumn(64);
const word = shortTextColumn(24);
const guid = shortTextColumn(36);

/** The migrations of the GIS store. They need `outboxMigrations` of `@opora/sql` beside them. */
export const gisMigrations: MigrationSet = {
  name: "gis",
  migrations: [
    {
      name: "create-loading",
      changes: [
        createTable("gis_task", {
          columns: {
            id: idColumn(),
            profile: word,
            org_ppa_guid: guid,
            packet_size: bigintColumn(),
            created_at: instantColumn(),
            sealed_at: instantColumn(nullable),
            batches: bigintColumn(nullable),
            halted_by: jsonColumn(nullable),
            cancelled_at: instantColumn(nullable),
            last_packet_number: bigintColumn(),
          },
          primaryKey: ["id"],
        }),
        createTable("gis_batch", {
          columns: { task_id: idColumn(), number: bigintColumn(), digest: hashColumn },
          primaryKey: ["task_id", "number"],
        }),
        createTable("gis_packet", {
          columns: {
            task_id: idColumn(),
            number: bigintColumn(),
            kind: word,
            profile: word,
            org_ppa_guid: guid,
            size: bigintColumn(),
            amount_kopecks: bigintColumn(),
            state: word,
            revision: bigintColumn(),
            attempt: bigintColumn(),
            connect_failures: bigintColumn(),
            exchanges: bigintColumn(),
            next_send: word,
            message_guid: shortTextColumn(36, nullable),
            gis_message_guid: shortTextColumn(36, nullable),
            request_state: bigintColumn(nullable),
            polls: bigintColumn(),
            acked_at: instantColumn(nullable),
            next_action_at: instantColumn(nullable),
            stalled_at: instantColumn(nullable),
            unknown_reason: shortTextColumn(24, nullable),
            recovery: shortTextColumn(24, nullable),
            error: jsonColumn(nullable),
            claim_owner: idColumn(nullable),
            claim_until: instantColumn(nullable),
          },
          primaryKey: ["task_id", "number"],
          indexes: [{ name: "gis_packet_due", columns: ["org_ppa_guid", "state", "next_action_at"] }],
        }),
        createTable("gis_payment", {
          columns: {
            task_id: idColumn(),
            sequence: bigintColumn(),
            org_ppa_guid: guid,
            transport_guid: guid,
            business_key: hashColumn,
            status: word,
            packet_number: bigintColumn(nullable),
            amount_kopecks: bigintColumn(),
            earlier_sends: bigintColumn(),
            attention: shortTextColumn(40, nullable),
            payment: jsonColumn(),
            answer: jsonColumn(nullable),
            cancellation: jsonColumn(nullable),
          },
          primaryKey: ["task_id", "sequence"],
          indexes: [
            { name: "gis_payment_guid", columns: ["task_id", "transport_guid"], unique: true },
            { name: "gis_payment_packet", columns: ["task_id", "packet_number"] },
            { name: "gis_payment_key", columns: ["org_ppa_guid", "business_key"] },
          ],
        }),
        createTable("gis_payment_error", {
          columns: { task_id: idColumn(), sequence: bigintColumn(), ordinal: bigintColumn(), error: jsonColumn() },
          primaryKey: ["task_id", "sequence", "ordinal"],
        }),
        createTable("gis_exchange", {
          columns: {
            task_id: idColumn(),
            packet_number: bigintColumn(),
            exchange: bigintColumn(),
            kind: word,
            message_guid: guid,
            soap_action: shortTextColumn(100),
            request: bytesColumn(),
            request_sha256: hashColumn,
            started_at: instantColumn(),
          },
          primaryKey: ["task_id", "packet_number", "exchange"],
        }),
        createTable("gis_exchange_outcome", {
          columns: {
            task_id: idColumn(),
            packet_number: bigintColumn(),
            exchange: bigintColumn(),
            finished_at: instantColumn(),
            failed_phase: shortTextColumn(24, nullable),
            status: bigintColumn(nullable),
            response: bytesColumn(nullable),
            response_sha256: shortTextColumn(64, nullable),
            error: jsonColumn(nullable),
          },
          primaryKey: ["task_id", "packet_number", "exchange"],
        }),
      ],
    },
  ],
};
