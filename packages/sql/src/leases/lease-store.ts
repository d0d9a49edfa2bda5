import type { Lease, LeaseRequest, LeaseStore } from "@opora/core";
import { sql } from "kysely";
import { instantFromSql, instantToSql } from "../domain/values.js";
import { invalidOption, SqlError } from "../errors.js";
import { insertUnlessPresent } from "../insert-unless-present.js";
import { checkInteger } from "../options.js";
import type { SqlDatabase, SqlTransaction } from "../ports/database.js";
import type { LeaseTables } from "./tables.js";

const nobody = "";
const retries = 10;
const nameLengthMax = 128;
const ttlMsMax = 86_400_000;

/**
 * Leases in a table, for every instance that shares the database. Needs {@link leaseMigrations}. Names and owners have
 * up to 128 characters; a lease lasts at most a day.
 *
 * @example
 * ```ts
 * const leases = createSqlLeaseStore(database);
 * const lease = await leases.acquire({ name: "shop/report", owner: instanceId, now: new Date(), ttlMs: 60_000 });
 * if (lease !== undefined) {
 *   await database.transaction(async (transaction) => {
 *     await requireLease(transaction, lease);
 *     // What is written here is written by the holder of the lease.
 *   });
 *   await leases.release(lease);
 * }
 * ```
 */
export function createSqlLeaseStore(database: SqlDatabase): LeaseStore {
  return {
    async acquire(request, { signal } = {}) {
      checkRequest(request);
      return database.transaction((transaction) => acquireIn(transaction, request), {
        retries,
        ...(signal && { signal }),
      });
    },
    async release({ name, owner, fencingNumber }, { signal } = {}) {
      await database.transaction(
        async (transaction) => {
          await transaction.query
            .withTables<LeaseTables>()
            .updateTable("opora_leases")
            .set({ owner: nobody, expires_at: 0n })
            .where("name", "=", name)
            .where("owner", "=", owner)
            .where("fencing_number", "=", fencingNumber)
            .execute();
        },
        { retries, ...(signal && { signal }) },
      );
    },
  };
}

/**
 * Makes sure, for the rest of the transaction, that a lease is still held: nobody can take it over before the commit.
 *
 * @throws {@link SqlError} `SQL_LEASE_LOST` when it was given back or taken over.
 */
export async function requireLease(transaction: SqlTransaction, lease: Lease): Promise<void> {
  const query = transaction.query
    .withTables<LeaseTables>()
    .selectFrom("opora_leases")
    .select(["owner", "fencing_number"])
    .where("name", "=", lease.name);
  const row = await (transaction.engine === "sqlite" ? query : query.forUpdate()).executeTakeFirst();
  if (row?.owner === lease.owner && row.fencing_number === lease.fencingNumber) return;
  throw new SqlError(
    "SQL_LEASE_LOST",
    `The lease ${lease.name} is no longer held by ${lease.owner}. Acquire it again.`,
    {
      details: { name: lease.name, owner: lease.owner },
    },
  );
}

async function acquireIn(transaction: SqlTransaction, request: LeaseRequest): Promise<Lease | undefined> {
  const { name, owner, now, ttlMs } = request;
  const expiresAt = instantToSql(now) + BigInt(ttlMs);
  const tables = transaction.query.withTables<LeaseTables>();
  const { numUpdatedRows } = await tables
    .updateTable("opora_leases")
    .set({
      // First, while "owner" is the old one: MySQL assigns from left to right.
      fencing_number: sql`fencing_number + case when owner = ${owner} then 0 else 1 end`,
      owner,
      expires_at: expiresAt,
    })
    .where("name", "=", name)
    .where((where) => where.or([where("owner", "=", owner), where("expires_at", "<=", instantToSql(now))]))
    .executeTakeFirst();
  if (numUpdatedRows === 0n) {
    await insertUnlessPresent(transaction, "opora_leases", [
      { name, owner, fencing_number: 1n, expires_at: expiresAt },
    ]);
  }
  const row = await tables
    .selectFrom("opora_leases")
    .select(["owner", "fencing_number", "expires_at"])
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  if (row.owner !== owner) return undefined;
  return { name, owner, fencingNumber: row.fencing_number, expiresAt: instantFromSql(row.expires_at) };
}

function checkRequest({ name, owner, ttlMs }: LeaseRequest): void {
  for (const [path, value] of Object.entries({ name, owner })) {
    if (value === "" || value.length > nameLengthMax) {
      throw invalidOption(path, `must have 1 to ${nameLengthMax} characters`);
    }
  }
  checkInteger("ttlMs", ttlMs, { min: 1, max: ttlMsMax });
}
