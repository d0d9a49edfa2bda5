import { createMemoryArchive } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";
import { createArchiver } from "../../../src/archive/archiver.js";
import { createOfflineRequests } from "../../../src/requests/create-offline-requests.js";
import type { LedgerWorld } from "../../ledger-world.js";
import { cleanupOf, createRootWithAccounts, dayMs } from "../../services-world.js";

const topUp = (id: string, accountId: string, amount: bigint) => ({ type: "topUp", id, accountId, amount }) as const;
const adjust = (id: string) => ({ type: "adjust", id, currency: "RUB", postings: [], reason: "count" }) as const;

function requestsOf(
  { storage, context }: LedgerWorld,
  over: Partial<Parameters<typeof createOfflineRequests>[0]> = {},
) {
  return createOfflineRequests({ storage, context, ...over });
}

const balanceOf = async (world: LedgerWorld, id: string) => (await world.ledger.account(id)).balance;

describe("offline requests", () => {
  test("are executed once and go", async () => {
    const world = await createRootWithAccounts();
    const requests = requestsOf(world);

    expect(await requests.addRequest({ command: topUp("r1", "a-pay", 70n) })).toBe("waiting");
    expect(await requests.addRequest({ command: topUp("r1", "a-pay", 70n) })).toBe("waiting");
    expect(await requests.run()).toEqual({ executed: 1, repeated: 0, failed: 0, incomplete: 0, isFinished: true });
    expect(await requests.addRequest({ command: topUp("r1", "a-pay", 70n) })).toBe("executed");
    expect(await requests.run()).toMatchObject({ executed: 0, isFinished: true });

    expect(await balanceOf(world, "a-pay")).toBe(70n);
    expect((await world.store.dump()).requests).toEqual([]);
  });

  test("are executed in the order in which they came, page by page", async () => {
    const world = await createRootWithAccounts();
    const requests = requestsOf(world, { pageSize: 2 });
    for (const number of [3, 1, 2, 5, 4]) await requests.addRequest({ command: topUp(`r${number}`, "a-pay", 1n) });

    expect(await requests.run({ maxPages: 2 })).toMatchObject({ executed: 4, isFinished: false });
    expect(await requests.run()).toMatchObject({ executed: 1, isFinished: true });

    const { documents } = await world.store.dump();
    const inOrder = [...documents].sort((left, right) => Number(left.no - right.no)).map(({ id }) => id);
    expect(inOrder).toEqual(["r3", "r1", "r2", "r5", "r4"]);
  });

  test("wait for their lines, which may come before the header and in any number of calls", async () => {
    const world = await createRootWithAccounts();
    const requests = requestsOf(world);
    await requests.addRequestLines("r1", [{ position: 2, accountId: "b-pay", amount: 5n }]);
    expect(await requests.addRequest({ command: adjust("r1"), lineCount: 2 })).toBe("waiting");
    expect(await requests.run()).toMatchObject({ executed: 0, incomplete: 1 });
    expect(await requests.run()).toMatchObject({ executed: 0, incomplete: 1 });
    expect(await requests.addRequest({ command: adjust("r1"), lineCount: 2 })).toBe("incomplete");

    const line = { position: 1, accountId: "a-pay", amount: 3n };
    await requests.addRequestLines("r1", [line]);
    await requests.addRequestLines("r1", [line]);

    expect(await requests.run()).toMatchObject({ executed: 1, incomplete: 0, isFinished: true });
    expect([await balanceOf(world, "a-pay"), await balanceOf(world, "b-pay")]).toEqual([3n, 5n]);
    await requests.addRequestLines("r1", [line]);
    const { requests: left, requestLines } = await world.store.dump();
    expect([left, requestLines]).toEqual([[], []]);
  });

  test("are looked at again when a host wrote the lines into the table itself", async () => {
    const world = await createRootWithAccounts();
    const requests = requestsOf(world);
    await requests.addRequest({ command: adjust("r1"), lineCount: 1 });
    expect(await requests.run()).toMatchObject({ incomplete: 1 });

    await world.store.transaction("write", (transaction) =>
      transaction.write([
        {
          table: "requestLines",
          insert: [{ requestId: "r1", line: 1n, body: '{"accountId":"a-pay","amount":"9"}', receivedAtMs: 0 }],
        },
        {
          table: "requests",
          insert: [
            {
              id: "r0",
              status: "waiting",
              turn: 0n,
              command: '{"type":"topUp","accountId":"a-pay","amount":"1"}',
              lineCount: 0n,
              receivedAtMs: 0,
            },
          ],
        },
      ]),
    );

    expect(await requests.run()).toMatchObject({ executed: 2, incomplete: 0 });
    expect(await balanceOf(world, "a-pay")).toBe(10n);
  });

  test("of which more are incomplete than a run looks at are all looked at in the end", async () => {
    const world = await createRootWithAccounts();
    const requests = requestsOf(world, { pageSize: 2, maxPages: 1 });
    for (const number of [1, 2, 3, 4, 5]) await requests.addRequest({ command: adjust(`r${number}`), lineCount: 1 });
    for (let run = 0; run < 3; run += 1) await requests.run();
    await world.store.transaction("write", (transaction) =>
      transaction.write([
        {
          table: "requestLines",
          insert: [{ requestId: "r5", line: 1n, body: '{"accountId":"a-pay","amount":"9"}', receivedAtMs: 0 }],
        },
      ]),
    );

    let executed = 0;
    for (let run = 0; run < 3; run += 1) executed += (await requests.run()).executed;

    expect(executed).toBe(1);
  });

  test("that are refused move to the failures with data and reason, and only a person puts them back", async () => {
    const world = await createRootWithAccounts();
    const requests = requestsOf(world);
    const pay = { type: "pay", id: "r1", total: 5n, currency: "RUB", from: { accountId: "a-pay" } } as const;
    await requests.addRequest({ command: pay });
    await requests.addRequest({ command: topUp("r2", "b-pay", 1n) });

    expect(await requests.run()).toEqual({ executed: 1, repeated: 0, failed: 1, incomplete: 0, isFinished: true });
    expect(await requests.run()).toMatchObject({ failed: 0 });
    expect(await requests.addRequest({ command: pay })).toBe("failed");
    const [failure, ...others] = await requests.failures();
    expect(others).toEqual([]);
    expect(failure).toMatchObject({ id: "r1", code: "PROCESSING_INSUFFICIENT_FUNDS", lines: [] });
    expect(failure?.message).not.toContain("anna");
    const { events } = await world.store.dump();
    expect(events.filter(({ type }) => type === "request.failed")).toMatchObject([{ subject: "r1" }]);

    await world.execute(topUp("t1", "a-pay", 5n));
    await requests.reprocess("r1");
    expect(await requests.failures()).toEqual([]);
    expect(await requests.run()).toMatchObject({ executed: 1 });
    expect(await balanceOf(world, "a-pay")).toBe(0n);
    await expect(requests.reprocess("r1")).rejects.toThrow(
      expect.objectContaining({ code: "PROCESSING_DOCUMENT_NOT_FOUND" }),
    );
  });

  test("keep their lines through a failure", async () => {
    const world = await createRootWithAccounts();
    const requests = requestsOf(world);
    await requests.addRequest({ command: adjust("r1"), lineCount: 1 });
    await requests.addRequestLines("r1", [{ position: 1, accountId: "late", amount: 4n }]);
    expect(await requests.run()).toMatchObject({ failed: 1 });
    expect((await requests.failures())[0]?.lines).toEqual(['{"accountId":"late","amount":"4"}']);

    await world.execute({ type: "open", id: "late", customerId: "carl", kind: "bonus", currency: "RUB" });
    await requests.reprocess("r1");

    expect(await requests.run()).toMatchObject({ executed: 1 });
    expect(await balanceOf(world, "late")).toBe(4n);
    expect((await world.store.dump()).requestLines).toEqual([]);
  });

  test.each([
    ["no JSON", "{", 0n],
    ["no object", "[]", 0n],
    ["an unknown type", '{"type":"steal"}', 0n],
    ["amounts as numbers", '{"type":"topUp","accountId":"a-pay","amount":5}', 0n],
    ["lines of a command that has none", '{"type":"topUp","accountId":"a-pay","amount":"5"}', 1n],
  ])("with %s are refused and hinder no other", async (_, command, lineCount) => {
    const world = await createRootWithAccounts();
    const requests = requestsOf(world);
    await world.store.transaction("write", (transaction) =>
      transaction.write([
        {
          table: "requests",
          insert: [{ id: "bad", status: "waiting", turn: 0n, command, lineCount, receivedAtMs: 0 }],
        },
        { table: "requestLines", insert: [{ requestId: "bad", line: 1n, body: "{}", receivedAtMs: 0 }] },
      ]),
    );
    await requests.addRequest({ command: topUp("good", "a-pay", 5n) });

    expect(await requests.run()).toMatchObject({ executed: 1, failed: 1 });
    expect((await requests.failures())[0]).toMatchObject({ id: "bad", code: "PROCESSING_MALFORMED_DOCUMENT" });
  });

  test("refuse another content under an id or a position", async () => {
    const world = await createRootWithAccounts();
    const requests = requestsOf(world);
    const conflict = expect.objectContaining({ code: "PROCESSING_IDEMPOTENCY_CONFLICT" });
    await requests.addRequest({ command: topUp("r1", "a-pay", 1n) });
    await requests.addRequestLines("r2", [{ position: 1, accountId: "a-pay", amount: 1n }]);

    await expect(requests.addRequest({ command: topUp("r1", "a-pay", 2n) })).rejects.toThrow(conflict);
    await expect(requests.addRequestLines("r2", [{ position: 1, accountId: "a-pay", amount: 2n }])).rejects.toThrow(
      conflict,
    );
    await requests.run();
    await expect(requests.addRequest({ command: topUp("r1", "a-pay", 2n) })).rejects.toThrow(conflict);
  });

  test("refuse what cannot be a request", async () => {
    const requests = requestsOf(await createRootWithAccounts());
    const malformed = expect.objectContaining({ code: "PROCESSING_MALFORMED_DOCUMENT" });
    await requests.addRequest({ command: adjust("r1"), lineCount: 1 });

    await expect(requests.addRequest({ command: topUp("r2", "a-pay", 1n), lineCount: 1 })).rejects.toThrow(malformed);
    await expect(requests.addRequest({ command: adjust("r2"), lineCount: 65 })).rejects.toThrow(malformed);
    await expect(requests.addRequest({ command: adjust("r2") })).rejects.toThrow(malformed);
    await expect(requests.addRequestLines("r1", [])).rejects.toThrow(malformed);
    await expect(requests.addRequestLines("r1", [{ position: 2, accountId: "a-pay", amount: 1n }])).rejects.toThrow(
      malformed,
    );
    const line = { position: 1, accountId: "a-pay", amount: 1n };
    await expect(requests.addRequestLines("r1", [line, line])).rejects.toThrow(malformed);
  });

  test("may refund a document that was cleaned up, and know a repetition of one that was", async () => {
    const world = await createRootWithAccounts();
    const archive = createMemoryArchive();
    const requests = requestsOf(world, { archive });
    const pay = { type: "pay", id: "p1", total: 5n, currency: "RUB", from: { accountId: "a-pay" } } as const;
    await world.execute(topUp("t1", "a-pay", 8n), pay);
    await createArchiver({ storage: world.storage, archive }).run();
    world.clock.advance(91 * dayMs);
    expect(await cleanupOf(world).run()).toMatchObject({ documents: 2 });

    await requests.addRequest({ command: { type: "refund", id: "f1", documentId: "p1", amount: 2n } });
    await requests.addRequest({ command: { type: "refund", id: "f2", documentId: "p1", amount: 4n } });
    expect(await requests.run()).toMatchObject({ executed: 1, failed: 1 });
    expect((await requests.failures())[0]).toMatchObject({ id: "f2", code: "PROCESSING_REFUND_EXCEEDS" });
    expect(await requests.addRequest({ command: topUp("t1", "a-pay", 8n) })).toBe("executed");

    expect(await balanceOf(world, "a-pay")).toBe(5n);
  });
});
