import { backoffDelayMs, type EventPublisher, type OutboxEvent } from "@opora/core";
import { instantFromSql, instantToSql } from "../domain/values.js";
import { checkInteger, refuseUnknownKeys } from "../options.js";
import type { SqlDatabase } from "../ports/database.js";
import { fromEventRow } from "./event-rows.js";
import { abandonClaims, claimKeys, type Delivery, type KeyClaim, settleDelivered, settleFailed } from "./key-claims.js";
import type { OutboxTables } from "./tables.js";

/** Options of {@link relayOutbox}. */
export interface RelayOptions {
  readonly database: SqlDatabase;
  readonly publisher: EventPublisher;
  /** The current instant. */
  readonly now: Date;
  /** How many events to publish in this run, at most. Default: 500; limit: 10,000. */
  readonly limit?: number;
  /** How long the run may take before another relay assumes that it died, in milliseconds. Default: 60,000. */
  readonly leaseMs?: number;
  readonly backoff?: {
    /** Delay after the first failure of a key, in milliseconds. Default: 1,000. */
    readonly baseMs: number;
    /** The longest delay, in milliseconds. Default: 600,000. */
    readonly maxMs: number;
  };
  readonly signal?: AbortSignal;
}

/** A key whose events could not be published. It is tried again; until then its later events wait behind. */
export interface RelayFailure {
  readonly key: string;
  /** The first event that waits. */
  readonly position: bigint;
  /** Failures in a row, this one included. An operator may park an event that fails for ever: `parkOutboxEvent`. */
  readonly attempts: number;
  readonly retryAt: Date;
  /** What the publisher rejected with. */
  readonly error: unknown;
}

/** What a run has done. */
export interface RelayReport {
  /** Events that the publisher has taken. */
  readonly published: number;
  readonly failures: readonly RelayFailure[];
  /** Whether more may be waiting: run again at once. */
  readonly mayHaveMore: boolean;
}

const keysPerRunMax = 100;
const eventsPerKeyMax = 100;
// When this many calls have failed it is the receiver that fails, not an event.
const failedCallsMax = 3;

/**
 * Publishes events that wait in the outbox. Run it periodically, from any number of instances: each key is in the hands of
 * one relay at a time, so its events are published in order. Nothing is lost when a run is killed at any point; the
 * events of a run that was cut short come again, so consumers tell them apart by `id`.
 *
 * A key whose events are refused is tried again after a growing delay, one event at a time, while other keys go on. Order
 * is never given up by itself.
 *
 * @throws {@link SqlError}, and the reason of the signal.
 * @example
 * ```ts
 * const { published, failures } = await relayOutbox({ database, publisher, now: clock.now(), signal });
 * ```
 */
export async function relayOutbox(options: RelayOptions): Promise<RelayReport> {
  refuseUnknownKeys("relayOutbox", options, ["database", "publisher", "now", "limit", "leaseMs", "backoff", "signal"]);
  const { database, limit = 500, leaseMs = 60_000, signal } = options;
  checkInteger("limit", limit, { min: 1, max: 10_000 });
  checkInteger("leaseMs", leaseMs, { min: 1, max: 86_400_000 });

  const now = instantToSql(options.now);
  const claims = await claimKeys(database, {
    now,
    until: now + BigInt(leaseMs),
    limit: Math.min(limit, keysPerRunMax),
    ...(signal && { signal }),
  });
  const open = new Set(claims);
  try {
    return await relayClaimed(options, { claims, open, limit, now });
  } finally {
    await abandonClaims(database, [...open]);
  }
}

interface Run {
  readonly claims: readonly KeyClaim[];
  /** Claims that have not been settled; whatever is left of them at the end is given back. */
  readonly open: Set<KeyClaim>;
  readonly limit: number;
  readonly now: bigint;
}

interface Batch extends Delivery {
  readonly events: readonly OutboxEvent[];
}

async function relayClaimed(options: RelayOptions, { claims, open, limit, now }: Run): Promise<RelayReport> {
  const { database, publisher, signal } = options;
  const batches = await readBatches(database, claims, limit);
  const failures: RelayFailure[] = [];
  let published = 0;
  let failedCalls = 0;
  for (const call of intoCalls(batches)) {
    if (failedCalls === failedCallsMax) break;
    const events = call.flatMap((batch) => batch.events);
    const outcome = await publish(publisher, events, signal);
    if (outcome.isTaken) {
      await settleDelivered(database, call, now);
      published += events.length;
    } else {
      failedCalls += 1;
      for (const batch of call) failures.push(await recordFailure(options, batch, outcome.error));
    }
    for (const { claim } of call) open.delete(claim);
  }
  const hasUnclaimed = claims.length === Math.min(limit, keysPerRunMax);
  const hasUnread = batches.length < claims.length || batches.some(({ isExhausted }) => !isExhausted);
  return { published, failures, mayHaveMore: failedCalls < failedCallsMax && (hasUnclaimed || hasUnread) };
}

/** Reads events key by key until the limit is reached. Of a key that has failed only the first event, to find which one it is. */
async function readBatches(
  database: SqlDatabase,
  claims: readonly KeyClaim[],
  limit: number,
): Promise<readonly Batch[]> {
  const batches: Batch[] = [];
  let left = limit;
  for (const claim of claims) {
    if (left === 0) break;
    const count = claim.attempts > 0 ? 1 : Math.min(left, eventsPerKeyMax);
    const rows = await database.query
      .withTables<OutboxTables>()
      .selectFrom("opora_outbox_events")
      .selectAll()
      .where("event_key", "=", claim.key)
      .orderBy("position")
      .limit(count)
      .execute();
    left -= rows.length;
    batches.push({
      claim,
      events: rows.map(fromEventRow),
      upTo: rows.at(-1)?.position,
      isExhausted: rows.length < count,
    });
  }
  return batches;
}

/** All healthy keys go in one call; a key that has failed before goes alone, so that it can only spoil its own. */
function intoCalls(batches: readonly Batch[]): readonly (readonly Batch[])[] {
  const healthy = batches.filter(({ claim }) => claim.attempts === 0);
  const suspect = batches.filter(({ claim }) => claim.attempts > 0);
  return [...(healthy.length > 0 ? [healthy] : []), ...suspect.map((batch) => [batch])];
}

type Outcome = { readonly isTaken: true } | { readonly isTaken: false; readonly error: unknown };

async function publish(
  publisher: EventPublisher,
  events: readonly OutboxEvent[],
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  signal?.throwIfAborted();
  if (events.length === 0) return { isTaken: true };
  try {
    await publisher.publish(events, signal && { signal });
    return { isTaken: true };
  } catch (error) {
    // A run that was told to stop is no failure of the events.
    signal?.throwIfAborted();
    return { isTaken: false, error };
  }
}

async function recordFailure(
  { database, now, backoff }: RelayOptions,
  batch: Batch,
  error: unknown,
): Promise<RelayFailure> {
  const { claim, events } = batch;
  const attempts = claim.attempts + 1;
  const { baseMs, maxMs } = backoff ?? { baseMs: 1_000, maxMs: 600_000 };
  const delayMs = backoffDelayMs({ attempt: Math.min(attempts, 32), baseMs, maxMs, jitter: "none" });
  const retryAt = instantToSql(now) + BigInt(delayMs);
  await settleFailed(database, claim, retryAt);
  return { key: claim.key, position: events[0]?.position ?? 0n, attempts, retryAt: instantFromSql(retryAt), error };
}
