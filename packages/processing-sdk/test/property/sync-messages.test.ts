import type { StoreDump } from "@opora/processing-sdk/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeLines } from "../../src/domain/ledger/document-lines.js";
import type { Envelope } from "../../src/domain/protocol/envelope.js";
import { createSyncWorld, openAccount, type SyncWorld } from "../sync-world.js";

const accounts = ["a", "b"] as const;
const shops = ["shop-1", "shop-2"] as const;

/** A step of a schedule; what does not apply is skipped. */
type Step =
  | { readonly do: "root-top-up"; readonly account: number; readonly amount: number }
  | { readonly do: "shop-move"; readonly shop: number; readonly account: number; readonly amount: number }
  | { readonly do: "send"; readonly shop: number; readonly what: "hello" | "push" | "pull"; readonly limit: number }
  | { readonly do: "deliver"; readonly pick: number; readonly keep: boolean }
  | { readonly do: "drop"; readonly pick: number }
  | { readonly do: "settle"; readonly limit: number }
  | { readonly do: "cycle" | "hand-over" | "pull-page"; readonly shop: number; readonly limit: number }
  | { readonly do: "restart-shop" | "back-up-shop" | "restore-shop" | "resynchronise"; readonly shop: number }
  | { readonly do: "back-up-root" | "restore-root" };

const shop = fc.nat(shops.length - 1);
const account = fc.nat(accounts.length - 1);
const limit = fc.integer({ min: 1, max: 3 });
const pick = fc.nat(20);
const movements = [
  fc.record({ do: fc.constant("root-top-up" as const), account, amount: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ do: fc.constant("shop-move" as const), shop, account, amount: fc.integer({ min: -9, max: 9 }) }),
  fc.record({ do: fc.constant("send" as const), shop, what: fc.constantFrom("hello", "push", "pull", "pull"), limit }),
  fc.record({ do: fc.constant("deliver" as const), pick, keep: fc.boolean() }),
  fc.record({ do: fc.constant("deliver" as const), pick, keep: fc.boolean() }),
  fc.record({ do: fc.constant("drop" as const), pick }),
  fc.record({ do: fc.constant("settle" as const), limit }),
  fc.record({ do: fc.constantFrom("cycle" as const, "hand-over" as const, "pull-page" as const), shop, limit }),
  fc.record({ do: fc.constant("pull-page" as const), shop, limit: fc.constant(1) }),
] satisfies fc.Arbitrary<Step>[];
const disasters = [
  fc.record({
    do: fc.constantFrom(
      "restart-shop" as const,
      "back-up-shop" as const,
      "restore-shop" as const,
      "resynchronise" as const,
    ),
    shop,
  }),
  fc.record({ do: fc.constantFrom("back-up-root" as const, "restore-root" as const) }),
] satisfies fc.Arbitrary<Step>[];

describe("children whose messages are lost, repeated and reordered", () => {
  test("show the root's balance as they know it and their own documents, each once, at every step", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(...movements), { minLength: 1, maxLength: 50 }), runSchedule), {
      numRuns: 150,
    });
  }, 120_000);

  test("do so when the root and children are restarted and restored from backups as well", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...movements, ...disasters), { minLength: 1, maxLength: 60 }), runSchedule),
      { numRuns: 200 },
    );
  }, 120_000);
});

/** What the root had on its accounts, by epoch, account and update number: the balance, and the documents in it. */
type History = Map<string, { readonly balance: bigint; readonly documents: ReadonlySet<string> }>;

async function runSchedule(steps: readonly Step[]): Promise<void> {
  const world = await createSyncWorld({ settings: { pageSize: 3 } });
  for (const id of accounts) await openAccount(world.root(), id, 20n);
  for (const nodeId of shops) await (await world.child(nodeId)).sync.runSync();
  const history: History = new Map();
  const bag: { readonly nodeId: string; readonly message: Envelope; readonly isAnswer: boolean }[] = [];
  const backups = new Map<string, StoreDump>();
  await remember(world, history);
  let count = 0;

  async function perform(step: Step): Promise<void> {
    count += 1;
    const nodeId = "shop" in step ? (shops[step.shop] as string) : "root";
    switch (step.do) {
      case "root-top-up": {
        const amount = BigInt(step.amount);
        await world.root().ledger.topUp({ id: `d-${count}`, accountId: accounts[step.account] as string, amount });
        return;
      }
      case "shop-move": {
        const { ledger } = await world.child(nodeId);
        const accountId = accounts[step.account] as string;
        const amount = BigInt(step.amount);
        const command =
          amount < 0n
            ? { type: "pay" as const, id: `d-${count}`, total: -amount, currency: "RUB", from: { accountId } }
            : { type: "topUp" as const, id: `d-${count}`, accountId, amount: amount + 1n };
        // What the account cannot take, or cannot take now, is refused.
        await ledger.batch([command]);
        return;
      }
      case "send": {
        const { sync } = await world.child(nodeId);
        const create = { hello: sync.createHello, push: sync.createPush, pull: sync.createPull }[step.what];
        const message = await create(step.what === "hello" ? {} : { limit: step.limit });
        if (message !== undefined) bag.push({ nodeId, message, isAnswer: false });
        return;
      }
      case "deliver": {
        const index = bag.length === 0 ? -1 : step.pick % bag.length;
        const item = bag[index];
        if (item === undefined) return;
        if (!step.keep) bag.splice(index, 1);
        if (item.isAnswer) await (await world.child(item.nodeId)).sync.accept(item.message);
        else bag.push({ ...item, isAnswer: true, message: await world.deliver(item.nodeId, item.message) });
        return;
      }
      case "drop":
        if (bag.length > 0) bag.splice(step.pick % bag.length, 1);
        return;
      case "settle":
        await world.root().runSettle({ limit: step.limit, maxPages: 1 });
        return;
      case "cycle":
        await (await world.child(nodeId)).sync.runSync({ limit: step.limit }).catch(() => undefined);
        return;
      case "hand-over":
        await (await world.child(nodeId)).sync.runPush().catch(() => undefined);
        await world.root().runSettle();
        return;
      case "pull-page":
        await (await world.child(nodeId)).sync.runPull({ limit: step.limit, maxPages: 1 }).catch(() => undefined);
        return;
      case "restart-shop":
        await world.restartChild(nodeId);
        return;
      case "back-up-shop":
        backups.set(nodeId, await world.storeOf(nodeId).dump());
        return;
      case "restore-shop":
        if (backups.has(nodeId)) await world.restartChild(nodeId, backups.get(nodeId) as StoreDump);
        return;
      case "resynchronise":
        await (await world.child(nodeId)).sync.resynchronise();
        return;
      case "back-up-root":
        backups.set("root", await world.rootStore.dump());
        return;
      case "restore-root": {
        const backup = backups.get("root");
        if (backup === undefined) return;
        const root = await world.restartRoot(backup);
        await root.declareRestored();
        return;
      }
    }
  }

  for (const step of steps) {
    await perform(step);
    await remember(world, history);
    for (const nodeId of shops) await checkView(world, history, nodeId);
  }
  await comeToRest(world);
  await remember(world, history);
  await checkConvergence(world);
}

async function remember(world: SyncWorld, history: History): Promise<void> {
  const dump = await world.rootStore.dump();
  const epoch = dump.node[0]?.epoch as string;
  for (const { id, updateNo, confirmed } of dump.accounts) {
    const key = `${epoch} ${id} ${updateNo}`;
    if (history.has(key)) continue;
    const documents = new Set(dump.postings.filter(({ accountId }) => accountId === id).map((p) => p.documentId));
    history.set(key, { balance: confirmed, documents });
  }
}

async function checkView(world: SyncWorld, history: History, nodeId: string): Promise<void> {
  const { node, accounts: copies, documents } = await world.storeOf(nodeId).dump();
  const self = node[0];
  if (self === undefined || self.settled < self.resyncThrough) return;
  for (const copy of copies) {
    if (copy.epoch !== self.epoch) continue;
    const known = history.get(`${copy.epoch.split("~")[0]} ${copy.id} ${copy.updateNo}`);
    if (known === undefined) throw new Error(`${nodeId} knows a change of ${copy.id} that the root never made.`);
    let expected = known.balance;
    for (const { id, lines } of documents) {
      if (known.documents.has(id)) continue;
      for (const { accountId, amount } of decodeLines(lines)) if (accountId === copy.id) expected += amount;
    }
    expect(`${nodeId} ${copy.id} ${copy.confirmed + copy.pending}`).toBe(`${nodeId} ${copy.id} ${expected}`);
  }
}

async function comeToRest(world: SyncWorld): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    for (const nodeId of shops) await (await world.child(nodeId)).sync.runSync({ maxPages: 1000 });
    await world.root().runSettle({ maxPages: 1000 });
  }
}

async function checkConvergence(world: SyncWorld): Promise<void> {
  const root = await world.rootStore.dump();
  expect(root.suspensions).toEqual([]);
  expect(root.inbox).toEqual([]);
  for (const nodeId of shops) {
    const { accounts: copies, node, documents } = await world.storeOf(nodeId).dump();
    expect(node[0]).toMatchObject({ isCaughtUp: true });
    const atRoot = new Set(root.documents.map(({ id }) => id));
    expect(documents.filter(({ id }) => !atRoot.has(id))).toEqual([]);
    for (const { id, confirmed } of root.accounts) {
      const copy = copies.find((other) => other.id === id);
      expect(copy).toMatchObject({ confirmed, pending: 0n, pendingDebits: 0n, epoch: node[0]?.epoch });
    }
  }
}
