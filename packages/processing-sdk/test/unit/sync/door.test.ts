import { type Envelope, ProcessingError } from "@opora/processing-sdk";
import { createMemoryStore } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";
import { createRootNode } from "../../../src/node/create-root-node.js";
import type { Transport } from "../../../src/ports/transport.js";
import { createSyncWorld, openAccount, pay, shown } from "../../sync-world.js";

async function createShop(options: Parameters<typeof createSyncWorld>[0] = {}) {
  const world = await createSyncWorld(options);
  await openAccount(world.root(), "a", 100n);
  const shop = await world.child("shop-1");
  return { world, shop };
}

describe("the root's door", () => {
  test("is shut to whoever speaks for another's origin", async () => {
    const { world, shop } = await createShop();
    const hello = (await shop.sync.createHello()) as Envelope;
    const answer = await world.deliver("shop-2", hello);
    expect(answer).toMatchObject({ type: "error", id: hello.id, body: { code: "PROCESSING_UNAUTHENTICATED" } });
    expect((await world.rootStore.dump()).origins).toEqual([]);
  });

  test("is shut to nodes that are not among its children, when these are named", async () => {
    const { world, shop } = await createShop({ root: { children: ["shop-2"] } });
    await expect(shop.sync.runSync()).rejects.toMatchObject({ code: "PROCESSING_UNAUTHENTICATED" });
    await (await world.child("shop-2")).sync.runSync();
  });

  test.each([
    ["another version of the protocol", { v: 2 }, "PROCESSING_PROTOCOL_VERSION"],
    ["an answer in place of a request", { type: "pushAnswer" }, "PROCESSING_ENVELOPE_INVALID"],
    ["an origin without an incarnation", { originId: "shop-1" }, "PROCESSING_ENVELOPE_INVALID"],
    ["an origin of several nodes", { originId: "shop-1:x:y" }, "PROCESSING_ENVELOPE_INVALID"],
    ["a body that is not its own", { body: { lastSeq: "-1", acked: "0" } }, "PROCESSING_MALFORMED_DOCUMENT"],
    ["a body with strange fields", { body: { lastSeq: "1", acked: "0", more: 1 } }, "PROCESSING_MALFORMED_DOCUMENT"],
  ])("answers %s with an error, and changes nothing", async (_, damage, code) => {
    const { world, shop } = await createShop();
    const hello = (await shop.sync.createHello()) as Envelope;
    const before = await world.rootStore.dump();
    const answer = await world.deliver("shop-1", { ...hello, ...damage } as Envelope);
    expect(answer).toMatchObject({ type: "error", id: hello.id, body: { code } });
    expect(await world.rootStore.dump()).toEqual(before);
  });

  test.each(["open", "changeParameters", "allot", "topUp", "pay", "transfer", "adjust"] as const)(
    "has no child execute %s at the root",
    async (type) => {
      const { world, shop } = await createShop();
      const hello = (await shop.sync.createHello()) as Envelope;
      const commands = {
        open: { customerId: "c", kind: "bonus", currency: "RUB" },
        changeParameters: { accountId: "a", blocked: true },
        allot: { accountId: "a", nodeId: "shop-1", amount: "5" },
        topUp: { accountId: "a", amount: "5" },
        pay: { total: "5", currency: "RUB", from: { accountId: "a" } },
        transfer: { from: "a", to: "b", amount: "5" },
        adjust: { currency: "RUB", postings: [{ accountId: "a", amount: "5" }], reason: "greed" },
      };
      const body = { command: { id: "x", type, ...commands[type] } };
      const answer = await world.deliver("shop-1", { ...hello, type: "execute", body });
      expect(answer).toMatchObject({
        type: "executeAnswer",
        body: { result: { status: "rejected", error: { code: "PROCESSING_NOT_ROOT" } } },
      });
      expect(await shown(world.root(), "a")).toBe(100n);
    },
  );

  test("makes reservations for the child that asks, whomever it names", async () => {
    const { world, shop } = await createShop();
    const hello = (await shop.sync.createHello()) as Envelope;
    const command = {
      id: "r",
      type: "reserve",
      total: "5",
      currency: "RUB",
      from: { accountId: "a" },
      expiresAt: "2026-01-15T10:00:00.000Z",
      nodeId: "shop-2",
    };
    const answer = await world.deliver("shop-1", { ...hello, type: "execute", body: { command } });
    expect(answer).toMatchObject({ body: { result: { product: { reservation: { nodeId: "shop-1" } } } } });
  });

  test("is shut once the root is closed, after what is under way was answered", async () => {
    const { world, shop } = await createShop();
    const hello = (await shop.sync.createHello()) as Envelope;
    const underWay = world.deliver("shop-1", hello);
    await world.root().close();
    expect(await underWay).toMatchObject({ type: "helloAnswer" });
    expect(await world.deliver("shop-1", hello)).toMatchObject({ type: "error", body: { code: "PROCESSING_CLOSED" } });
    await expect(world.root().runSettle()).rejects.toMatchObject({ code: "PROCESSING_CLOSED" });
  });
});

describe("a child whose connection fails", () => {
  test("goes on working, tells what failed, and catches up when it is back", async () => {
    let isBroken = false;
    const link = (transport: Transport): Transport => ({
      ...transport,
      async request(envelope, options) {
        const answer = await transport.request(envelope, options);
        // The root has acted; only the answer is lost.
        if (!isBroken) return answer;
        throw new ProcessingError("PROCESSING_TRANSPORT_TIMEOUT", "No answer.", {
          retryable: true,
          outcome: "unknown",
        });
      },
    });
    const { world, shop } = await createShop({ link });
    await shop.sync.runSync();
    isBroken = true;
    await pay(shop, "p-1", "a", 10n);
    await expect(shop.sync.runSync()).rejects.toMatchObject({ code: "PROCESSING_TRANSPORT_TIMEOUT" });
    await pay(shop, "p-2", "a", 10n);
    await expect(shop.sync.runSync()).rejects.toMatchObject({ code: "PROCESSING_TRANSPORT_TIMEOUT" });
    await world.root().runSettle();
    isBroken = false;
    await world.round("shop-1");
    expect([await shown(world.root(), "a"), await shown(shop, "a")]).toEqual([80n, 80n]);
  });
});

describe("a node", () => {
  test("refuses the store of another node, and of another role", async () => {
    const { world } = await createShop();
    const store = world.storeOf("shop-1");
    const { clock, ids } = world;
    const options = {
      store,
      nodeId: "shop-1",
      clock,
      ids,
      random: { bytes: (length: number) => new Uint8Array(length) },
    };
    await expect(createRootNode(options)).rejects.toMatchObject({ code: "PROCESSING_OPTIONS_INVALID" });
  });

  test.each([
    ["an unknown key", { surprise: 1 }, "surprise"],
    ["an unknown setting", { settings: { surprise: 1 } }, "surprise"],
    ["a name with a colon", { nodeId: "a:b" }, "nodeId"],
    ["a store that is none", { store: {} }, "store"],
  ])("refuses %s", async (_, damage, path) => {
    const { clock, ids } = await createSyncWorld();
    const random = { bytes: (length: number) => new Uint8Array(length) };
    const options = { store: createMemoryStore(), nodeId: "root", clock, ids, random, ...damage };
    await expect(createRootNode(options as never)).rejects.toMatchObject({
      code: "PROCESSING_OPTIONS_INVALID",
      details: { path },
    });
  });

  test("names its duties, each of which runs", async () => {
    const { world, shop } = await createShop();
    const names = { root: world.root().cycles(), shop: shop.cycles() };
    for (const { run, periodMs } of [...names.root, ...names.shop]) {
      expect(periodMs).toBeGreaterThan(0);
      await run();
    }
    expect(names.root.map(({ name }) => name)).toContain("settle");
    expect(names.shop.map(({ name }) => name)).toContain("sync");
    expect(await shown(shop, "a")).toBe(100n);
  });

  test("compares its accounts with the root's", async () => {
    const { shop } = await createShop();
    await shop.sync.runSync();
    expect(await shop.compareWithRoot()).toMatchObject({ accounts: 1, divergenceCount: 0, isFinished: true });
  });
});

describe("settling", () => {
  test("takes one page of each child in turn, and goes on with the next one in the next run", async () => {
    const { world } = await createShop();
    for (const nodeId of ["shop-1", "shop-2", "shop-3"]) {
      const { ledger, sync } = await world.child(nodeId);
      await sync.runSync();
      for (let count = 0; count < 4; count += 1)
        await ledger.topUp({ id: `${nodeId} ${count}`, accountId: "a", amount: 1n });
      await sync.runPush();
    }
    const settled = async () =>
      Promise.all(["shop-1", "shop-2", "shop-3"].map(async (id) => (await world.origin(id)).settled));
    await world.root().runSettle({ limit: 2, maxPages: 1 });
    await world.root().runSettle({ limit: 2, maxPages: 1 });
    await world.root().runSettle({ limit: 2, maxPages: 1 });
    expect(await settled()).toEqual([2n, 2n, 2n]);
    expect(await world.root().runSettle({ limit: 2 })).toMatchObject({ documents: 6, pages: 3, isFinished: true });
    expect(await world.root().runSettle()).toMatchObject({ documents: 0, pages: 0, isFinished: true });
  });
});
