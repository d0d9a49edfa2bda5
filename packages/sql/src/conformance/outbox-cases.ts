import type { EventPublisher, NewOutboxEvent, OutboxEvent } from "@opora/core";
import { type ConformanceCase, expectRejection, expectThat } from "@opora/core/conformance";
import {
  appendToOutbox,
  bigintColumn,
  idColumn,
  migrate,
  outboxMigrations,
  relayOutbox,
  type SqlDatabase,
  type SqlTransaction,
} from "@opora/sql";
import { createCaseTable } from "./tables.js";

/** When the cases happen; each drains what it has appended. */
export const caseTime = new Date("2026-01-15T09:00:00+03:00");

/** An event of a case. */
export function caseEvent(key: string, id: string): NewOutboxEvent {
  return { id, name: "case.happened", key, payload: { version: 1, id }, occurredAt: caseTime };
}

/** A publisher that keeps what it takes, after `refuses` had its say. */
export function createKeepingPublisher(
  refuses: (events: readonly OutboxEvent[]) => boolean = () => false,
): EventPublisher & { readonly taken: OutboxEvent[] } {
  const taken: OutboxEvent[] = [];
  return {
    taken,
    async publish(events) {
      if (refuses(events)) throw new Error("refused");
      taken.push(...events);
    },
  };
}

/** Relays until nothing is left that could be published now. */
export async function drain(database: SqlDatabase, publisher: EventPublisher, now: Date = caseTime): Promise<void> {
  for (let run = 0; run < 100; run += 1) {
    const { mayHaveMore } = await relayOutbox({ database, publisher, now });
    if (!mayHaveMore) return;
  }
  throw new Error("The outbox does not become empty.");
}

/** Events exist with their change, and leave in order. */
export const outboxCases: readonly ConformanceCase<SqlDatabase>[] = [
  {
    name: "an event is published if, and only if, its transaction was committed",
    async run(database) {
      await migrate(database, [outboxMigrations]);
      const publisher = createKeepingPublisher();
      await database.transaction((transaction) => appendToOutbox(transaction, [caseEvent("commit", "kept")]));
      await expectRejection(
        database.transaction(async (transaction) => {
          await appendToOutbox(transaction, [caseEvent("commit", "undone")]);
          throw new Error("no");
        }),
        "the transaction must reject",
      );
      await drain(database, publisher);
      await drain(database, publisher);
      expectThat(publisher.taken.map(({ id }) => id).join() === "kept", "the committed event must be published, once");
      const [event] = publisher.taken;
      expectThat(event?.occurredAt.getTime() === caseTime.getTime(), "it must keep its instant");
      expectThat(event.payload["version"] === 1 && event.name === "case.happened", "it must keep its name and payload");
    },
  },
  {
    name: "the same id appended twice under a key is one event",
    async run(database) {
      await migrate(database, [outboxMigrations]);
      const publisher = createKeepingPublisher();
      const twice = [caseEvent("twice", "1"), caseEvent("twice", "1"), caseEvent("twice", "2")];
      await database.transaction((transaction) => appendToOutbox(transaction, twice));
      await database.transaction((transaction) => appendToOutbox(transaction, twice));
      await drain(database, publisher);
      expectThat(publisher.taken.map(({ id }) => id).join() === "1,2", "each id must be published once");
    },
  },
  {
    name: "events of one key are published in the order of their commits",
    async run(database) {
      await migrate(database, [outboxMigrations]);
      await createCaseTable(database, "case_commits", { id: idColumn(), amount: bigintColumn() });
      type Commits = { case_commits: { id: string; amount: bigint } };
      const tables = database.query.withTables<Commits>();
      await tables.insertInto("case_commits").values({ id: "n", amount: 0n }).execute();
      // The counter is read and raised with its row locked, after the append: its value is the place in the order of commits.
      const work = async (transaction: SqlTransaction, writer: number): Promise<void> => {
        const inTransaction = transaction.query.withTables<Commits>();
        await appendToOutbox(transaction, [caseEvent("ordered", `writer-${writer}`)]);
        await transaction.execute("update case_commits set amount = amount + 1 where id = 'n'");
        const place = await inTransaction
          .selectFrom("case_commits")
          .select("amount")
          .where("id", "=", "n")
          .executeTakeFirstOrThrow();
        await inTransaction
          .insertInto("case_commits")
          .values({ id: `writer-${writer}`, amount: place.amount })
          .execute();
      };
      const writers = Array.from({ length: 20 }, (_, writer) =>
        database.transaction((transaction) => work(transaction, writer), { retries: 20 }),
      );
      const publisher = createKeepingPublisher();
      await Promise.all([...writers, relayOutbox({ database, publisher, now: caseTime })]);
      await drain(database, publisher);
      const rows = await tables
        .selectFrom("case_commits")
        .select("id")
        .where("id", "<>", "n")
        .orderBy("amount")
        .execute();
      const published = publisher.taken.map(({ id }) => id).join();
      expectThat(
        published === rows.map(({ id }) => id).join(),
        `order of publication must be that of commits: ${published}`,
      );
    },
  },
  {
    name: "a large append is published completely, over several runs",
    async run(database) {
      await migrate(database, [outboxMigrations]);
      const events = Array.from({ length: 1_500 }, (_, index) => caseEvent(`large-${index % 7}`, String(index)));
      await database.transaction((transaction) => appendToOutbox(transaction, events));
      const publisher = createKeepingPublisher();
      const first = await relayOutbox({ database, publisher, now: caseTime, limit: 10 });
      expectThat(
        first.published === 10 && first.mayHaveMore,
        "a run must stop at its limit and say that there is more",
      );
      await drain(database, publisher);
      expectThat(new Set(publisher.taken.map(({ id }) => id)).size === 1_500, "every event must be published");
      expectThat(publisher.taken.length === 1_500, "none may be published twice");
      for (let key = 0; key < 7; key += 1) {
        const ids = publisher.taken.filter((event) => event.key === `large-${key}`).map(({ id }) => Number(id));
        expectThat(
          ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0)),
          `key ${key} must be in order`,
        );
      }
    },
  },
];
