import { createSeededRandom } from "@opora/core/testing";
import { createMemoryStore } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";
import { ProcessingError, type ProcessingErrorCode } from "../../../src/errors.js";
import type { ProcessingStore } from "../../../src/ports/store.js";
import { createNodeStorage, type NodeStorageOptions } from "../../../src/storage/create-node-storage.js";

/** A storage over a store that fails with these codes first, and the waits that it asked for. */
function failingStorage(codes: readonly ProcessingErrorCode[], options: Partial<NodeStorageOptions> = {}) {
  const memory = createMemoryStore();
  const left = [...codes];
  const waits: number[] = [];
  const store: ProcessingStore = {
    ...memory,
    async transaction(mode, work, portOptions) {
      const code = left.shift();
      if (code === undefined) return memory.transaction(mode, work, portOptions);
      throw new ProcessingError(code, code, {
        outcome: code === "PROCESSING_OUTCOME_UNKNOWN" ? "unknown" : "not-done",
      });
    },
  };
  const storage = createNodeStorage({
    store,
    random: createSeededRandom(1),
    pause: async (ms) => {
      waits.push(ms);
    },
    ...options,
  });
  return { storage, waits };
}

describe("work is run again", () => {
  test("after conflicts, with growing pauses", async () => {
    const { storage, waits } = failingStorage(["PROCESSING_STORE_CONFLICT", "PROCESSING_STORE_CONFLICT"]);
    expect(await storage.online(async () => 7)).toBe(7);
    expect(waits).toHaveLength(2);
  });

  test("after conflicts a bounded number of times", async () => {
    const { storage } = failingStorage(Array(3).fill("PROCESSING_STORE_CONFLICT"), { conflictRetries: 2 });
    await expect(storage.online(async () => 7)).rejects.toMatchObject({ code: "PROCESSING_STORE_CONFLICT" });
  });

  test("when the database was away or the answer to a commit was lost, as long as the settings say", async () => {
    const codes = ["PROCESSING_STORE_UNAVAILABLE", "PROCESSING_OUTCOME_UNKNOWN"] as const;
    expect(await failingStorage(codes).storage.background(async () => 7)).toBe(7);
    const { storage } = failingStorage(codes, { storeWaitMs: 0 });
    await expect(storage.snapshot(async () => 7)).rejects.toMatchObject({ code: "PROCESSING_STORE_UNAVAILABLE" });
  });

  test("and stays in doubt when a commit was once in doubt", async () => {
    const codes = ["PROCESSING_OUTCOME_UNKNOWN", ...Array(50).fill("PROCESSING_STORE_UNAVAILABLE")];
    await expect(failingStorage(codes, { storeWaitMs: 1000 }).storage.online(async () => 7)).rejects.toMatchObject({
      code: "PROCESSING_OUTCOME_UNKNOWN",
      outcome: "unknown",
      retryable: true,
    });
  });

  test("but not after an error of its own", async () => {
    const { storage, waits } = failingStorage([]);
    await expect(storage.online(() => Promise.reject(new TypeError("mine")))).rejects.toThrow("mine");
    expect(waits).toEqual([]);
  });
});

describe("turns", () => {
  /** Work that notes its name, and a gate that holds the first of them. */
  function scene(options: Partial<NodeStorageOptions> = {}) {
    const { storage } = failingStorage([], options);
    const order: string[] = [];
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = storage.online(() => gate);
    const note = (kind: "online" | "background", name: string, signal?: AbortSignal) =>
      storage[kind](
        async () => {
          order.push(name);
        },
        { signal },
      );
    return { order, first, open, note };
  }

  test("callers come before background pages, and one page passes after so many callers", async () => {
    const { order, open, note, first } = scene({ onlineInARow: 3 });
    const all = [first, note("background", "b1"), note("background", "b2")];
    for (const name of ["o1", "o2", "o3", "o4", "o5", "o6"]) all.push(note("online", name));
    open();
    await Promise.all(all);
    expect(order).toEqual(["o1", "o2", "b1", "o3", "o4", "o5", "b2", "o6"]);
  });

  test("who gives up while waiting is taken out", async () => {
    const { order, open, note, first } = scene();
    const giveUp = new AbortController();
    const waiting = note("online", "o1", giveUp.signal);
    const other = note("online", "o2");
    giveUp.abort(new Error("no more"));
    await expect(waiting).rejects.toThrow("no more");
    open();
    await Promise.all([first, other]);
    expect(order).toEqual(["o2"]);
  });

  test("a full queue refuses", async () => {
    const { open, note, first } = scene({ maxWaiting: 1 });
    const waiting = note("background", "b1");
    await expect(note("background", "b2")).rejects.toMatchObject({ code: "PROCESSING_OVERLOADED", retryable: true });
    open();
    await Promise.all([first, waiting]);
  });
});

test("an option that does not exist, or is out of its limits, is refused", () => {
  expect(() => failingStorage([], { maxWaiting: 0 })).toThrow("maxWaiting");
  expect(() => failingStorage([], { retries: 1 } as never)).toThrow("retries");
});
