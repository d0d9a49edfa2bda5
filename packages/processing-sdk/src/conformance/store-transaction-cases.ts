import { type ConformanceCase, expectRejection, expectThat } from "@opora/core/conformance";
import { ProcessingError, type StoreTransaction } from "@opora/processing-sdk";
import { counter, counterValue, document, expectCode, expectEqual, lockedValue, read, write } from "./fixtures.js";
import type { StoreSubject } from "./store-subject.js";

/** Transactions by themselves and beside each other. */
export const storeTransactionCases: readonly ConformanceCase<StoreSubject>[] = [
  {
    name: "a transaction answers with what its work resolves with, and reads what it wrote",
    async run({ store }) {
      const seen = await store.transaction("write", async (transaction) => {
        await transaction.write([{ table: "counters", insert: [counter("own", 1n)] }]);
        const before = await lockedValue(transaction, "own");
        await transaction.write([{ table: "counters", patch: [counter("own", 2n)] }]);
        const [after] = await transaction.range("counters", "key", { prefix: ["own"], limit: 1 });
        return [before, after?.value];
      });
      expectEqual(seen, [1n, 2n], "the values");
    },
  },
  {
    name: "work that rejects changes nothing, and its error is what the caller gets",
    async run({ store }) {
      await write(store, { table: "counters", insert: [counter("undone", 1n), counter("undone-deleted", 1n)] });
      const reason = new Error("the work gave up");
      const failing = store.transaction("write", async (transaction) => {
        await transaction.write([
          { table: "counters", patch: [counter("undone", 2n)] },
          { table: "counters", delete: [["undone-deleted", "0"]] },
          { table: "counters", insert: [counter("undone-new", 1n)] },
        ]);
        await transaction.write([{ table: "counters", put: [counter("undone", 3n)] }]);
        throw reason;
      });
      expectThat(
        (await expectRejection(failing, "the transaction must fail")) === reason,
        "the error must be the work's",
      );
      const left = [];
      for (const name of ["undone", "undone-deleted", "undone-new"]) left.push(await counterValue(store, name));
      expectEqual(left, [1n, 1n, undefined], "the values");
    },
  },
  {
    name: "after a failed call nothing is carried out and nothing is kept, even when its error is caught",
    async run({ store }) {
      await write(store, { table: "counters", insert: [counter("caught", 1n)] });
      const failing = store.transaction("write", async (transaction) => {
        await transaction.write([{ table: "counters", insert: [counter("caught-before", 1n)] }]);
        await expectRejection(
          transaction.write([{ table: "counters", insert: [counter("caught", 2n)] }]),
          "an insert under a key that exists must be refused",
        );
        const next = transaction.write([{ table: "counters", insert: [counter("caught-after", 1n)] }]);
        await expectRejection(next, "a call after a failed one must be refused");
        return "done";
      });
      await expectCode(failing, "PROCESSING_STORE_CONFLICT", "the transaction");
      expectEqual(
        [
          await counterValue(store, "caught"),
          await counterValue(store, "caught-before"),
          await counterValue(store, "caught-after"),
        ],
        [1n, undefined, undefined],
        "the values",
      );
    },
  },
  {
    name: "a call after the end of its transaction is refused",
    async run({ store }) {
      for (const mode of ["write", "snapshot"] as const) {
        const kept = await store.transaction(mode, async (transaction) => ({ transaction }));
        const late = kept.transaction.read("counters", [["late", "0"]]);
        await expectCode(late, "PROCESSING_CLOSED", `a read after the end of a ${mode}`);
      }
      const failed: StoreTransaction[] = [];
      await expectRejection(
        store.transaction("write", async (transaction) => {
          failed.push(transaction);
          throw new Error("the work gave up");
        }),
        "the transaction must fail",
      );
      const late = failed[0]?.write([{ table: "counters", insert: [counter("late", 1n)] }]) ?? Promise.resolve();
      await expectCode(late, "PROCESSING_CLOSED", "a write after a rollback");
      expectEqual(await counterValue(store, "late"), undefined, "the value");
    },
  },
  {
    name: "a snapshot changes nothing and takes no locks",
    async run({ store }) {
      const writing = read(store, (transaction) =>
        transaction.write([{ table: "counters", insert: [counter("snapshot-write", 1n)] }]),
      );
      await expectCode(writing, "PROCESSING_OPTIONS_INVALID", "a write in a snapshot");
      const locking = read(store, (transaction) => lockedValue(transaction, "snapshot-write"));
      await expectCode(locking, "PROCESSING_OPTIONS_INVALID", "a lock in a snapshot");
    },
  },
  {
    name: "a snapshot shows one state however much is written meanwhile",
    async run({ store, transactions }) {
      await write(store, { table: "counters", insert: [counter("state-a", 1n), counter("state-b", 1n)] });
      const change = (): Promise<void> =>
        write(
          store,
          { table: "counters", patch: [counter("state-a", 2n), counter("state-b", 2n)] },
          { table: "counters", insert: [counter("state-c", 2n)] },
        );
      let writing: Promise<void> | undefined;
      const seen = await read(store, async (transaction) => {
        const [first] = await transaction.read("counters", [["state-a", "0"]]);
        writing = change();
        if (transactions === "side by side") await writing;
        const [second] = await transaction.read("counters", [["state-b", "0"]]);
        const later = await transaction.range("counters", "key", { prefix: ["state-c"], limit: 1 });
        const [again] = await transaction.read("counters", [["state-a", "0"]]);
        return [first?.value, second?.value, later, again?.value];
      });
      await writing;
      expectEqual(seen, [1n, 1n, [], 1n], "the snapshot");
      expectEqual(await counterValue(store, "state-b"), 2n, "the value afterwards");
    },
  },
  {
    name: "nobody sees what is not committed",
    async run({ store, transactions }) {
      let reading: Promise<bigint | undefined> | undefined;
      const failing = store.transaction("write", async (transaction) => {
        await transaction.write([{ table: "counters", insert: [counter("uncommitted", 1n)] }]);
        reading = counterValue(store, "uncommitted");
        if (transactions === "side by side") await reading;
        throw new Error("the work gave up");
      });
      await expectRejection(failing, "the transaction must fail");
      expectEqual(await reading, undefined, "what the other saw");
    },
  },
  {
    name: "whoever asks for a locked record waits for the end of the transaction that has it, and reads what it left",
    async run({ store }) {
      await write(store, { table: "counters", insert: [counter("locked", 1n)] });
      const order: string[] = [];
      let second: Promise<void> | undefined;
      await store.transaction("write", async (transaction) => {
        await lockedValue(transaction, "locked");
        second = store.transaction("write", async (other) => {
          order.push(`second reads ${await lockedValue(other, "locked")}`);
        });
        for (let round = 0; round < 5; round += 1) await transaction.read("counters", [["locked-other", "0"]]);
        await transaction.write([{ table: "counters", patch: [counter("locked", 2n)] }]);
        order.push("first is done");
      });
      await second;
      expectEqual(order, ["first is done", "second reads 2"], "the order");
    },
  },
  {
    name: "no change to a locked record is lost, however many transactions change it at once",
    async run({ store }) {
      await write(store, { table: "counters", insert: [counter("sum-a", 0n), counter("sum-b", 0n)] });
      const names = [
        ["sum-a", "0"],
        ["sum-b", "0"],
      ] as const;
      const add = (index: number): Promise<void> =>
        store.transaction("write", async (transaction) => {
          const keys = index % 2 === 0 ? names : ([...names].reverse() as readonly (readonly [string, string])[]);
          const found = await transaction.read("counters", keys, { lock: "update" });
          const patch = found.flatMap((record) =>
            record === undefined ? [] : [{ ...record, value: record.value + 1n }],
          );
          await transaction.write([{ table: "counters", patch }]);
        });
      await Promise.all(Array.from({ length: 24 }, (_, index) => add(index)));
      expectEqual([await counterValue(store, "sum-a"), await counterValue(store, "sum-b")], [24n, 24n], "the sums");
    },
  },
  {
    name: "of several that insert one key at once, one succeeds and the others are told of a conflict",
    async run({ store }) {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 6 }, (_, index) =>
          write(store, { table: "counters", insert: [counter("race", BigInt(index))] }),
        ),
      );
      const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
      expectEqual(refused.length, 5, "the number of those refused");
      for (const error of refused) {
        expectThat(
          ProcessingError.is(error) && error.code === "PROCESSING_STORE_CONFLICT",
          `not a conflict: ${String(error)}`,
        );
        expectThat(error.retryable, "a conflict must be retryable");
      }
    },
  },
  {
    name: "numbers issued under a lock become visible in their order, without gaps",
    async run({ store }) {
      const shard = "issued";
      await write(store, { table: "counters", insert: [counter("issued", 0n)] });
      const issue = (index: number): Promise<void> =>
        store.transaction("write", async (transaction) => {
          const no = ((await lockedValue(transaction, "issued")) ?? 0n) + 1n;
          await transaction.write([
            { table: "documents", insert: [document(`issued-${index}`, { shard, no })] },
            { table: "counters", patch: [counter("issued", no)] },
          ]);
        });
      const look = async (): Promise<void> => {
        const found = await read(store, (transaction) =>
          transaction.range("documents", "byNo", { prefix: [shard], limit: 100 }),
        );
        const expected = found.map((_, index) => BigInt(index + 1));
        expectEqual(
          found.map(({ no }) => no),
          expected,
          "the numbers that are visible",
        );
      };
      await Promise.all(Array.from({ length: 20 }, (_, index) => Promise.all([issue(index), look()])));
      await look();
      expectEqual(await counterValue(store, "issued"), 20n, "the last number");
    },
  },
  {
    name: "a transaction that is called off changes nothing and rejects with the reason",
    async run({ store }) {
      const reason = new Error("called off");
      const before = store.transaction("write", async () => "done", { signal: AbortSignal.abort(reason) });
      expectThat(
        (await expectRejection(before, "it must be called off")) === reason,
        "the reason must be the signal's",
      );
      const controller = new AbortController();
      const during = store.transaction(
        "write",
        async (transaction) => {
          await transaction.write([{ table: "counters", insert: [counter("called-off", 1n)] }]);
          controller.abort(reason);
        },
        { signal: controller.signal },
      );
      expectThat(
        (await expectRejection(during, "it must be called off")) === reason,
        "the reason must be the signal's",
      );
      expectEqual(await counterValue(store, "called-off"), undefined, "the value");
    },
  },
];
