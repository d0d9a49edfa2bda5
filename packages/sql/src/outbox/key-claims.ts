import { sql } from "kysely";
import { claimRows } from "../claim-rows.js";
import type { SqlDatabase, SqlTransaction } from "../ports/database.js";
import type { OutboxTables } from "./tables.js";

/** A key that this relay works on, until the claim expires or is given up. */
export interface KeyClaim {
  readonly key: string;
  readonly fencingNumber: bigint;
  /** The highest position given out when the key was claimed. */
  readonly lastPosition: bigint;
  /** Failures before. */
  readonly attempts: number;
}

/** What has become of the events of a claimed key. */
export interface Delivery {
  readonly claim: KeyClaim;
  /** Position of the last event that was taken; `undefined` when there was none to publish. */
  readonly upTo: bigint | undefined;
  /** Whether everything that was waiting at the time of the claim has been read. */
  readonly isExhausted: boolean;
}

const statementRetries = 10;

/** Claims keys that are due, the longest waiting first. */
export async function claimKeys(
  database: SqlDatabase,
  options: { readonly now: bigint; readonly until: bigint; readonly limit: number; readonly signal?: AbortSignal },
): Promise<readonly KeyClaim[]> {
  const { now, until, limit, signal } = options;
  return database.transaction(
    async (transaction) => {
      const tables = transaction.query.withTables<OutboxTables>();
      const due = await claimRows(
        transaction,
        tables
          .selectFrom("opora_outbox_keys")
          .select(["event_key", "fencing_number", "last_position", "attempts"])
          .where("due_at", "<=", now)
          .where("claimed_until", "<=", now)
          .orderBy("due_at")
          .limit(limit),
      );
      if (due.length === 0) return [];
      await tables
        .updateTable("opora_outbox_keys")
        .set({ claimed_until: until, fencing_number: sql`fencing_number + 1` })
        .where("event_key", "in", due.map(({ event_key }) => event_key).sort())
        .execute();
      return due.map((row) => ({
        key: row.event_key,
        fencingNumber: row.fencing_number + 1n,
        lastPosition: row.last_position,
        attempts: Number(row.attempts),
      }));
    },
    { retries: statementRetries, ...(signal && { signal }) },
  );
}

/** Removes what was delivered and gives the keys back. Keys that were overtaken meanwhile are left to the other relay. */
export async function settleDelivered(
  database: SqlDatabase,
  deliveries: readonly Delivery[],
  now: bigint,
): Promise<void> {
  if (deliveries.length === 0) return;
  await database.transaction(
    async (transaction) => {
      const lastPositions = await lockOwnKeys(
        transaction,
        deliveries.map(({ claim }) => claim),
      );
      const own = deliveries.filter(({ claim }) => lastPositions.has(claim.key));
      const tables = transaction.query.withTables<OutboxTables>();
      for (const { claim, upTo } of own) {
        if (upTo === undefined) continue;
        await tables
          .deleteFrom("opora_outbox_events")
          .where("event_key", "=", claim.key)
          .where("position", "<=", upTo)
          .execute();
      }
      // The row is locked: had anything been appended since the claim, its last position would be another.
      const isDrained = ({ claim, isExhausted }: Delivery): boolean =>
        isExhausted && lastPositions.get(claim.key) === claim.lastPosition;
      await giveBack(transaction, own.filter(isDrained), null);
      await giveBack(
        transaction,
        own.filter((delivery) => !isDrained(delivery)),
        now,
      );
    },
    { retries: statementRetries },
  );
}

async function giveBack(
  transaction: SqlTransaction,
  deliveries: readonly Delivery[],
  dueAt: bigint | null,
): Promise<void> {
  if (deliveries.length === 0) return;
  await transaction.query
    .withTables<OutboxTables>()
    .updateTable("opora_outbox_keys")
    .set({ due_at: dueAt, attempts: 0n, claimed_until: 0n })
    .where(
      "event_key",
      "in",
      deliveries.map(({ claim }) => claim.key),
    )
    .execute();
}

/** Records a failure and when to try again. */
export async function settleFailed(database: SqlDatabase, claim: KeyClaim, retryAt: bigint): Promise<void> {
  await database.query
    .withTables<OutboxTables>()
    .updateTable("opora_outbox_keys")
    .set({ due_at: retryAt, attempts: BigInt(claim.attempts + 1), claimed_until: 0n })
    .where("event_key", "=", claim.key)
    .where("fencing_number", "=", claim.fencingNumber)
    .execute();
}

/** Gives keys back as they were. */
export async function abandonClaims(database: SqlDatabase, claims: readonly KeyClaim[]): Promise<void> {
  if (claims.length === 0) return;
  await database.transaction(
    async (transaction) => {
      const own = await lockOwnKeys(transaction, claims);
      if (own.size === 0) return;
      await transaction.query
        .withTables<OutboxTables>()
        .updateTable("opora_outbox_keys")
        .set({ claimed_until: 0n })
        .where("event_key", "in", [...own.keys()])
        .execute();
    },
    { retries: statementRetries },
  );
}

/** Locks the keys that are still in this relay's hands; returns their last positions. */
async function lockOwnKeys(
  transaction: SqlTransaction,
  claims: readonly KeyClaim[],
): Promise<ReadonlyMap<string, bigint>> {
  const fencingNumbers = new Map(claims.map((claim) => [claim.key, claim.fencingNumber]));
  const query = transaction.query
    .withTables<OutboxTables>()
    .selectFrom("opora_outbox_keys")
    .select(["event_key", "fencing_number", "last_position"])
    .where("event_key", "in", [...fencingNumbers.keys()])
    // Like those who append, by key: nobody waits in a circle.
    .orderBy("event_key");
  const rows = await (transaction.engine === "sqlite" ? query : query.forUpdate()).execute();
  const own = rows.filter((row) => fencingNumbers.get(row.event_key) === row.fencing_number);
  return new Map(own.map((row) => [row.event_key, row.last_position]));
}
