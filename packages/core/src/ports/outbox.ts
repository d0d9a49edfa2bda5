import type { JsonObject } from "../domain/json.js";

/** An event as a library appends it, in the transaction of the change that it tells of. */
export interface NewOutboxEvent {
  /** Unique; the same id appended twice is one event. Consumers de-duplicate by it. */
  readonly id: string;
  /** Stable name, for instance `gis.payment.loaded`. */
  readonly name: string;
  /** What must stay in order: events of one key are published in the order in which they were committed. */
  readonly key: string;
  /** Versioned plain JSON: `{ "version": 1, … }`. */
  readonly payload: JsonObject;
  /** When it happened. */
  readonly occurredAt: Date;
}

/** An event as it was stored. */
export interface OutboxEvent extends NewOutboxEvent {
  /** Position in the outbox; grows, with gaps. */
  readonly position: bigint;
}

/** Port: where committed events go (a broker, a webhook, the process itself). */
export interface EventPublisher {
  /** Resolves when the receiver has taken all of them, in the order given. May be called again with events already taken. */
  publish(events: readonly OutboxEvent[], options?: { readonly signal?: AbortSignal }): Promise<void>;
}
