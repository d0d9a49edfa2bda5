import { expect, test } from "vitest";
import { ProcessingError } from "../../../src/errors.js";
import { createLedger } from "../../../src/ledger/create-ledger.js";
import { createLedgerWorld, type LedgerWorld } from "../../ledger-world.js";

/** A ledger that flushes when it is told to, over a storage that counts and may fail. */
async function heldLedger(options: { readonly maxBatch?: number; readonly maxQueue?: number } = {}) {
  const world = await createLedgerWorld();
  await world.ledger.open({ id: "a", customerId: "anna", kind: "payment", currency: "RUB" });
  const state: { transactions: number; failure: Error | undefined; flush: () => void } = {
    transactions: 0,
    failure: undefined,
    flush: () => undefined,
  };
  const storage: LedgerWorld["storage"] = {
    ...world.storage,
    online(work, portOptions) {
      state.transactions += 1;
      return state.failure === undefined ? world.storage.online(work, portOptions) : Promise.reject(state.failure);
    },
  };
  const ledger = createLedger({
    context: world.context,
    storage,
    defer: (flush) => {
      state.flush = flush;
    },
    ...options,
  });
  return { world, ledger, state };
}

test("callers that come before a flush share one transaction, in their order", async () => {
  const { ledger, state } = await heldLedger();
  const calls = [1n, 2n, 3n].map((amount) => ledger.topUp({ id: `t${amount}`, accountId: "a", amount }));
  const refused = ledger.pay({ id: "d", total: 7n, currency: "RUB", from: { accountId: "a" } });
  state.flush();
  const documents = await Promise.all(calls);
  expect(documents.map(({ postings }) => postings[0]?.balanceAfter)).toEqual([1n, 3n, 6n]);
  await expect(refused).rejects.toMatchObject({ code: "PROCESSING_INSUFFICIENT_FUNDS" });
  expect(state.transactions).toBe(1);
});

test("more callers than fit go into the next transaction, which starts by itself", async () => {
  const { ledger, state } = await heldLedger({ maxBatch: 2 });
  const calls = [1n, 2n, 3n, 4n, 5n].map((amount) => ledger.topUp({ id: `t${amount}`, accountId: "a", amount }));
  state.flush();
  await Promise.all(calls);
  expect(state.transactions).toBe(3);
});

test("a full queue refuses further callers at once, and can be tried again", async () => {
  const { ledger, state } = await heldLedger({ maxQueue: 2 });
  const calls = [1n, 2n].map((amount) => ledger.topUp({ id: `t${amount}`, accountId: "a", amount }));
  await expect(ledger.topUp({ id: "t3", accountId: "a", amount: 3n })).rejects.toMatchObject({
    code: "PROCESSING_OVERLOADED",
    retryable: true,
    outcome: "not-done",
  });
  state.flush();
  await Promise.all(calls);
});

test("an error of the transaction reaches every caller with its outcome", async () => {
  const { ledger, state } = await heldLedger();
  state.failure = new ProcessingError("PROCESSING_OUTCOME_UNKNOWN", "lost", { outcome: "unknown" });
  const calls = [1n, 2n].map((amount) => ledger.topUp({ id: `t${amount}`, accountId: "a", amount }));
  state.flush();
  for (const result of await Promise.allSettled(calls)) {
    expect(result).toMatchObject({ status: "rejected", reason: { outcome: "unknown" } });
  }
  state.failure = undefined;
  const next = ledger.topUp({ id: "t1", accountId: "a", amount: 1n });
  state.flush();
  expect(await next).toMatchObject({ total: 1n });
});

test("a caller that gives up before the flush is taken out, and the others are served", async () => {
  const { ledger, state, world } = await heldLedger();
  const giveUp = new AbortController();
  const first = ledger.topUp({ id: "t1", accountId: "a", amount: 1n }, { signal: giveUp.signal });
  const second = ledger.topUp({ id: "t2", accountId: "a", amount: 2n });
  giveUp.abort(new Error("no more"));
  await expect(first).rejects.toThrow("no more");
  state.flush();
  await second;
  expect(await world.ledger.account("a")).toMatchObject({ balance: 2n });
});

test("what has begun is told, although the caller gave up meanwhile", async () => {
  const { ledger, state } = await heldLedger();
  const giveUp = new AbortController();
  const call = ledger.topUp({ id: "t1", accountId: "a", amount: 1n }, { signal: giveUp.signal });
  await Promise.resolve();
  state.flush();
  giveUp.abort();
  expect(await call).toMatchObject({ total: 1n });
});

test("closing serves those who wait and refuses those who come", async () => {
  const { ledger, state } = await heldLedger();
  const call = ledger.topUp({ id: "t1", accountId: "a", amount: 1n });
  const closed = ledger.close();
  await expect(ledger.topUp({ id: "t2", accountId: "a", amount: 1n })).rejects.toMatchObject({
    code: "PROCESSING_CLOSED",
  });
  state.flush();
  await closed;
  expect(await call).toMatchObject({ total: 1n });
  await ledger.close();
});

test("a command can be changed after the call without changing what is done", async () => {
  const { ledger, state } = await heldLedger();
  const command = { id: "t1", accountId: "a", amount: 1n };
  const call = ledger.topUp(command);
  command.amount = 100n;
  state.flush();
  expect(await call).toMatchObject({ total: 1n });
});

test("a malformed command is refused before it waits", async () => {
  const { ledger } = await heldLedger();
  await expect(ledger.topUp({ id: "", accountId: "a", amount: 1n })).rejects.toMatchObject({
    code: "PROCESSING_MALFORMED_DOCUMENT",
    details: { path: "/id" },
  });
  await expect(ledger.batch([])).rejects.toMatchObject({ code: "PROCESSING_MALFORMED_DOCUMENT" });
});

test("an option that does not exist is refused", async () => {
  const { context, storage } = await createLedgerWorld();
  expect(() => createLedger({ context, storage, maxBatches: 1 } as never)).toThrow("maxBatches");
});
