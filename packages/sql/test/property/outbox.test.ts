import type { EventPublisher, OutboxEvent } from "@opora/core";
import { appendToOutbox, migrate, outboxMigrations, relayOutbox, type SqlDatabase } from "@opora/sql";
import { openSqljs } from "@opora/sql/sqljs";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

type Step =
  | { readonly kind: "append"; readonly keys: readonly number[] }
  | {
      readonly kind: "relay";
      readonly limit: number;
      readonly receiver: Receiver;
      /** Keys under which events are appended while the receiver is at work. */
      readonly meanwhile: readonly number[];
    }
  | { readonly kind: "wait"; readonly ms: number };

/** What becomes of a call: taken; refused; taken, but the answer is lost; or the relay dies before or after it. */
type Receiver = "takes" | "refuses" | "takes and fails" | "dies before" | "dies after";

const keys = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("append" as const), keys }),
  fc.record({
    kind: fc.constant("relay" as const),
    limit: fc.integer({ min: 1, max: 8 }),
    receiver: fc.constantFrom<Receiver>("takes", "takes", "refuses", "takes and fails", "dies before", "dies after"),
    meanwhile: keys,
  }),
  fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 120_000 }) }),
);

let database: SqlDatabase;

beforeAll(async () => {
  database = await openSqljs();
  await migrate(database, [outboxMigrations]);
});
afterAll(() => database.close());

test("whatever fails and dies on the way, every event arrives, and each key for the first time in order", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      run += 1;
      const appended: { readonly key: string; readonly id: string }[] = [];
      const received: OutboxEvent[] = [];
      let nowMs = run * 1e9;
      const append = (numbers: readonly number[]): Promise<void> =>
        appendEvents(
          numbers.map((number) => `${run}/${number}`),
          appended,
        );
      for (const next of steps) {
        if (next.kind === "wait") nowMs += next.ms;
        else if (next.kind === "append") await append(next.keys);
        else {
          const receiver = receiverOf(next.receiver, received, () => append(next.meanwhile));
          await relay(receiver, new Date(nowMs), next.limit);
        }
      }
      // Longer than any claim and any delay.
      nowMs += 700_000;
      for (let hasMore = true; hasMore; ) {
        const publisher = receiverOf("takes", received, async () => undefined);
        hasMore = (await relayOutbox({ database, publisher, now: new Date(nowMs) })).mayHaveMore;
      }
      for (const key of new Set(appended.map((event) => event.key))) {
        const expected = appended.filter((event) => event.key === key).map(({ id }) => id);
        const arrivals = received.filter((event) => event.key === key).map(({ id }) => id);
        expect([...new Set(arrivals)]).toEqual(expected);
      }
      expect(new Set(received.map(({ id }) => id)).size).toBe(appended.length);
    }),
    { numRuns: 100 },
  );
});

async function appendEvents(keys: readonly string[], appended: { key: string; id: string }[]): Promise<void> {
  const events = keys.map((key) => {
    const id = `${key}/${appended.length}`;
    appended.push({ key, id });
    return { id, key, name: "test.happened", payload: { version: 1 }, occurredAt: new Date(0) };
  });
  await database.transaction((transaction) => appendToOutbox(transaction, events));
}

class Death extends Error {}

/** Runs a relay; one that dies leaves its claims behind, as a killed process would. */
async function relay(publisher: EventPublisher, now: Date, limit: number): Promise<void> {
  let isDead = false;
  const mortal: SqlDatabase = {
    ...database,
    get query() {
      if (isDead) throw new Death();
      return database.query;
    },
    transaction: (work, options) => (isDead ? Promise.reject(new Death()) : database.transaction(work, options)),
  };
  const deadly: EventPublisher = {
    async publish(events) {
      try {
        await publisher.publish(events);
      } catch (error) {
        isDead = error instanceof Death;
        throw error;
      }
    },
  };
  try {
    await relayOutbox({ database: mortal, publisher: deadly, now, limit });
  } catch (error) {
    if (!(error instanceof Death)) throw error;
  }
}

function receiverOf(receiver: Receiver, received: OutboxEvent[], meanwhile: () => Promise<void>): EventPublisher {
  return {
    async publish(events) {
      await meanwhile();
      if (receiver === "dies before") throw new Death();
      if (receiver === "refuses") throw new Error("refused");
      received.push(...events);
      if (receiver === "takes and fails") throw new Error("the answer was lost");
      if (receiver === "dies after") throw new Death();
    },
  };
}
