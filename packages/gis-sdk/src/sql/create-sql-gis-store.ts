import type { GisStore, PortOptions, StoreCommit } from "@opora/gis-sdk";
import { refuseUnknownKeys, type SqlDatabase, type TransactionOptions } from "@opora/sql";
import { applyCommit, type PreparedCommit } from "./apply-commit.js";
import { claimPackets } from "./claim-packets.js";
import { countTask } from "./count-task.js";
import {
  findByBusinessKeys,
  findLastSend,
  findPacket,
  findStalling,
  listExchanges,
  listPackets,
  listPayments,
  readMembers,
  readPayments,
} from "./read-records.js";
import { StaleRecords } from "./statements.js";
import { addBatch, findTask, openTask, sealTask } from "./store-tasks.js";
import { toStoredBytes } from "./stored-bytes.js";

/** What {@link createSqlGisStore} needs. */
export interface SqlGisStoreOptions {
  /** With `outboxMigrations` of `@opora/sql` and `gisMigrations` applied. The host closes it. */
  readonly database: SqlDatabase;
}

/** Transactions here change nothing outside, so those that the engine gave up in favour of others are run again. */
const retries = 10;

/**
 * Creates the store on a database: the same on SQLite, PostgreSQL, MySQL and MariaDB. Events go into the outbox of
 * `@opora/sql`.
 *
 * @throws SqlError from all of its methods, beside the errors that the port names.
 * @example
 * ```ts
 * await migrate(database, [outboxMigrations, gisMigrations]);
 * const store = createSqlGisStore({ database });
 * ```
 */
export function createSqlGisStore(options: SqlGisStoreOptions): GisStore {
  refuseUnknownKeys("createSqlGisStore", options, ["database"]);
  const { database } = options;
  return {
    openTask: (task, given) =>
      database.transaction((transaction) => openTask(transaction, task), transactionOptions(given)),
    addBatch: (batch, given) =>
      database.transaction((transaction) => addBatch(transaction, batch), transactionOptions(given)),
    sealTask: (seal, given) =>
      database.transaction((transaction) => sealTask(transaction, seal), transactionOptions(given)),
    findTask: (taskId) => findTask(database, taskId),
    claimPackets: (request, given) =>
      database.transaction((transaction) => claimPackets(transaction, request), transactionOptions(given)),
    commit: async (commit, given) => {
      const prepared = await prepare(commit);
      try {
        const newPacketNumbers = await database.transaction(
          (transaction) => applyCommit(transaction, prepared),
          transactionOptions(given),
        );
        return { status: "committed", newPacketNumbers };
      } catch (error) {
        if (error instanceof StaleRecords) return { status: "stale" };
        throw error;
      }
    },
    findPacket: (key) => findPacket(database, key),
    readMembers: (key) => readMembers(database, key),
    readPayments: (taskId, sequences) => readPayments(database, taskId, sequences),
    findLastSend: (key) => findLastSend(database, key),
    findByBusinessKeys: (orgPpaGuid, businessKeys) => findByBusinessKeys(database, orgPpaGuid, businessKeys),
    findStalling: (query) => findStalling(database, query),
    countTask: (taskId, given) =>
      database.transaction((transaction) => countTask(transaction, taskId), {
        ...transactionOptions(given),
        isolation: "repeatable read",
      }),
    listPackets: (query) => listPackets(database, query),
    listPayments: (query) => listPayments(database, query),
    listExchanges: (key) => listExchanges(database, key),
  };
}

function transactionOptions({ signal }: PortOptions = {}): TransactionOptions {
  return signal === undefined ? { retries } : { retries, signal };
}

async function prepare(commit: StoreCommit): Promise<PreparedCommit> {
  const { exchange, outcome } = commit;
  return {
    commit,
    request: exchange === undefined ? undefined : await toStoredBytes(exchange.request),
    response: outcome?.response === undefined ? undefined : await toStoredBytes(outcome.response),
  };
}
