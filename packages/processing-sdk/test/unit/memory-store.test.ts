import type { Change, CounterRecord, ProcessingStore } from "@opora/processing-sdk";
import { CrashError, createCrashingStore, createMemoryStore } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";

const counter = (name: string, value: bigint): CounterRecord => ({ name, shard: "0", value });
const insert = (...records: CounterRecord[]): readonly Change[] => [{ table: "counters", insert: records }];
const names = (store: ProcessingStore): Promise<readonly string[]> =>
  store.transaction("snapshot", async (transaction) =>
    (await transaction.range("counters", "key", { prefix: [], limit: 100 })).map(({ name }) => name),
  );

describe("the store in memory", () => {
  test("a dump holds what was committed and can be put back into any store", async () => {
    const store = createMemoryStore();
    await store.transaction("write", (transaction) => transaction.write(insert(counter("a", 1n), counter("b", 2n))));
    const dump = await store.dump();
    await store.transaction("write", (transaction) =>
      transaction.write([{ table: "counters", delete: [["a", "0"]] }, ...insert(counter("c", 3n))]),
    );

    expect(await names(store)).toEqual(["b", "c"]);
    await store.restoreFrom(dump);
    expect(await names(store)).toEqual(["a", "b"]);
    expect(await createMemoryStore({ content: dump }).dump()).toEqual(dump);
  });

  test("a dump waits for the transaction under way", async () => {
    const store = createMemoryStore();
    let release = (): void => undefined;
    const written = store.transaction("write", async (transaction) => {
      await transaction.write(insert(counter("a", 1n)));
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    const dump = store.dump();
    await new Promise(setImmediate);
    release();
    await written;
    expect((await dump).counters).toEqual([counter("a", 1n)]);
  });

  test("records are copies that nobody can change", async () => {
    const store = createMemoryStore();
    const mine = { name: "a", shard: "0", value: 1n };
    await store.transaction("write", (transaction) => transaction.write(insert(mine)));
    mine.value = 2n;
    const [kept] = await store.transaction("snapshot", (transaction) => transaction.read("counters", [["a", "0"]]));
    expect(kept).toEqual(counter("a", 1n));
    expect(Object.isFrozen(kept)).toBe(true);
  });

  test("options that do not exist are refused", () => {
    expect(() => createMemoryStore({ contents: {} } as never)).toThrow(/contents is not an option/);
    expect(() => createCrashingStore(createMemoryStore(), { crashAfter: 1 } as never)).toThrow(/crashAfter is not an/);
  });
});

describe("a store that fails at a chosen call", () => {
  const work = (store: ProcessingStore): Promise<void> =>
    store.transaction("write", async (transaction) => {
      await transaction.read("counters", [["a", "0"]], { lock: "update" });
      await transaction.range("counters", "key", { prefix: [], limit: 1 });
      await transaction.write(insert(counter("a", 1n)));
    });

  test("names every point that it passes", async () => {
    const store = createCrashingStore(createMemoryStore());
    await work(store);
    expect(store.passed().map(({ step, table }) => `${step}${table === undefined ? "" : ` ${table}`}`)).toEqual([
      "begin",
      "read counters",
      "range counters",
      "write",
      "before commit",
      "after commit",
    ]);
  });

  test.each([1, 2, 3, 4, 5, 6])(
    "dies at point %i: before the commit nothing is kept, after it everything",
    async (crashAt) => {
      const memory = createMemoryStore();
      const store = createCrashingStore(memory, { crashAt });
      await expect(work(store)).rejects.toBeInstanceOf(CrashError);
      await expect(work(store)).rejects.toBeInstanceOf(CrashError);
      expect(store.hasCrashed).toBe(true);
      expect(await names(memory)).toEqual(crashAt === 6 ? ["a"] : []);
    },
  );

  test.each([
    [1, "PROCESSING_STORE_UNAVAILABLE"],
    [3, "PROCESSING_STORE_UNAVAILABLE"],
    [5, "PROCESSING_OUTCOME_UNKNOWN"],
    [6, "PROCESSING_OUTCOME_UNKNOWN"],
  ])("loses the connection at point %i, and works again afterwards", async (crashAt, code) => {
    const memory = createMemoryStore();
    const store = createCrashingStore(memory, { crashAt, fault: "connection-lost" });
    await expect(work(store)).rejects.toMatchObject({ code, retryable: true });
    expect(await names(store)).toEqual(crashAt === 6 ? ["a"] : []);
  });

  test("a fault that the work catches still ends the transaction", async () => {
    const memory = createMemoryStore();
    const store = createCrashingStore(memory, {
      crashAt: ({ step }) => step === "range",
      fault: "connection-lost",
    });
    const stubborn = store.transaction("write", async (transaction) => {
      await transaction.write(insert(counter("a", 1n)));
      await transaction.range("counters", "key", { prefix: [], limit: 1 }).catch(() => undefined);
    });
    await expect(stubborn).rejects.toMatchObject({ code: "PROCESSING_STORE_UNAVAILABLE" });
    expect(await names(memory)).toEqual([]);
  });
});
