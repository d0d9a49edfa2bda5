import type { EventPublisher, OutboxEvent } from "@opora/core";
import { type ConformanceCase, expectRejection, expectThat } from "@opora/core/conformance";
import {
  appendToOutbox,
  migrate,
  outboxMigrations,
  parkOutboxEvent,
  readParkedEvents,
  readStalledKeys,
  relayOutbox,
  requeueParkedEvent,
  type SqlDatabase,
} from "@opora/sql";
import { caseEvent, caseTime, createKeepingPublisher, drain } from "./outbox-cases.js";

const later = (ms: number): Date => new Date(caseTime.getTime() + ms);

async function append(database: SqlDatabase, key: string, ids: readonly string[]): Promise<void> {
  await migrate(database, [outboxMigrations]);
  const events = ids.map((id) => caseEvent(key, id));
  await database.transaction((transaction) => appendToOutbox(transaction, events));
}

const idsOf = (events: readonly OutboxEvent[]): string => events.map(({ id }) => id).join();

/** What fails, is killed or overtaken loses nothing and disturbs no order. */
export const outboxRelayCases: readonly ConformanceCase<SqlDatabase>[] = [
  {
    name: "an event that is refused holds up its key alone, with growing delays, and is found exactly",
    async run(database) {
      await append(database, "poison", ["p1", "p2-bad", "p3"]);
      await append(database, "healthy", ["h1", "h2"]);
      const publisher = createKeepingPublisher((events) => events.some(({ id }) => id.endsWith("bad")));
      const delays: number[] = [];
      let now = caseTime;
      for (let run = 0; run < 8; run += 1) {
        const { failures } = await relayOutbox({ database, publisher, now });
        for (const failure of failures) {
          if (failure.key === "poison") delays.push(failure.retryAt.getTime() - now.getTime());
        }
        now = new Date(now.getTime() + 3_600_000);
      }
      expectThat(idsOf(publisher.taken.filter(({ key }) => key === "healthy")) === "h1,h2", "other keys must go on");
      expectThat(
        idsOf(publisher.taken.filter(({ key }) => key === "poison")) === "p1",
        "what is before it must be published",
      );
      expectThat(
        delays.some((delay, index) => index > 0 && delay > (delays[index - 1] ?? 0)),
        "delays must grow",
      );
      const [stalled] = await readStalledKeys(database, 10);
      expectThat(stalled?.key === "poison", "the key must be listed as stalled");

      const report = await relayOutbox({ database, publisher, now });
      const [failure] = report.failures;
      expectThat(failure?.key === "poison", "the failure must name its key");
      const isParked = await parkOutboxEvent(database, { ...failure, now, reason: "receiver refuses it" });
      expectThat(isParked, "the event that fails must be where the failure says");
      await drain(database, publisher, now);
      expectThat(
        idsOf(publisher.taken.filter(({ key }) => key === "poison")) === "p1,p3",
        "those behind it must follow",
      );
      const [parked] = await readParkedEvents(database, 10);
      expectThat(parked?.event.id === "p2-bad" && parked.reason === "receiver refuses it", "it must be kept aside");

      await requeueParkedEvent(database, parked.event);
      const open = createKeepingPublisher();
      await drain(database, open, now);
      expectThat(idsOf(open.taken) === "p2-bad", "put back, it must be published");
      expectThat((await readParkedEvents(database, 10)).length === 0, "and no longer be aside");
    },
  },
  {
    name: "a receiver that is down delays everything and loses nothing",
    async run(database) {
      const keys = ["down-1", "down-2", "down-3", "down-4", "down-5"];
      for (const key of keys) await append(database, key, [`${key}-a`, `${key}-b`]);
      let calls = 0;
      const broken = createKeepingPublisher(() => {
        calls += 1;
        return true;
      });
      await relayOutbox({ database, publisher: broken, now: caseTime });
      const repeated = await relayOutbox({ database, publisher: broken, now: later(3_600_000) });
      expectThat(repeated.failures.length === 3 && calls === 4, "a run must give up after a few refusals");
      const publisher = createKeepingPublisher();
      await drain(database, publisher, later(86_400_000));
      for (const key of keys) {
        const ids = idsOf(publisher.taken.filter((event) => event.key === key));
        expectThat(ids === `${key}-a,${key}-b`, `${key} must be complete and in order, was ${ids}`);
      }
    },
  },
  {
    name: "a run that is called off gives back what it has not published",
    async run(database) {
      await append(database, "called-off", ["1", "2"]);
      const controller = new AbortController();
      const publisher: EventPublisher = {
        async publish(_events, options) {
          controller.abort(new Error("stop"));
          options?.signal?.throwIfAborted();
        },
      };
      const error = await expectRejection(
        relayOutbox({ database, publisher, now: caseTime, signal: controller.signal }),
        "the run must reject",
      );
      expectThat(error instanceof Error && error.message === "stop", "it must reject with the reason of the signal");
      const next = createKeepingPublisher();
      const { published } = await relayOutbox({ database, publisher: next, now: caseTime });
      expectThat(published === 2 && idsOf(next.taken) === "1,2", "the next run must publish them at once");
    },
  },
  {
    name: "a key is in the hands of one relay at a time, until its claim expires",
    async run(database) {
      await append(database, "claimed", ["1", "2"]);
      const taken: OutboxEvent[] = [];
      const meanwhile: number[] = [];
      const slow: EventPublisher = {
        async publish(events) {
          const other = createKeepingPublisher();
          const within = await relayOutbox({ database, publisher: other, now: later(59_999) });
          meanwhile.push(within.published);
          // The claim has expired: another relay takes over, and appends go on.
          await append(database, "claimed", ["3"]);
          await relayOutbox({ database, publisher: other, now: later(60_000) });
          taken.push(...other.taken, ...events);
        },
      };
      await relayOutbox({ database, publisher: slow, now: caseTime });
      expectThat(meanwhile[0] === 0, "while the claim lasts nobody else may publish the key");
      expectThat(idsOf(taken) === "1,2,3,1,2", "after its expiry another relay must publish all of it");
      await append(database, "claimed", ["4"]);
      const publisher = createKeepingPublisher();
      await drain(database, publisher, later(120_000));
      expectThat(idsOf(publisher.taken) === "4", "the overtaken relay must have changed nothing");
    },
  },
  {
    name: "a relay that was overtaken and then fails takes nothing from the one that has the key now",
    async run(database) {
      await append(database, "overtaken", ["1"]);
      const secondIsPublishing = createGate();
      const firstHasFailed = createGate();
      let publishedByThird = -1;
      const second: EventPublisher = {
        async publish() {
          secondIsPublishing.open();
          await firstHasFailed.opened;
          const third = createKeepingPublisher();
          const report = await relayOutbox({ database, publisher: third, now: later(60_001) });
          publishedByThird = report.published;
        },
      };
      const secondRuns: Promise<unknown>[] = [];
      const first: EventPublisher = {
        async publish() {
          secondRuns.push(relayOutbox({ database, publisher: second, now: later(60_000) }));
          await secondIsPublishing.opened;
          throw new Error("late");
        },
      };
      await relayOutbox({ database, publisher: first, now: caseTime });
      firstHasFailed.open();
      await Promise.all(secondRuns);
      expectThat(publishedByThird === 0, "the key must stay with the second relay");
      expectThat((await readStalledKeys(database, 10)).length === 0, "its success must not be counted as a failure");
    },
  },
];

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function createGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
