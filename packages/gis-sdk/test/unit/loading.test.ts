import type { LogLevel } from "@opora/core";
import { createLoading, type GisStore, type LoadingOptions, type NewGisPayment } from "@opora/gis-sdk";
import { createMemoryGisStore } from "@opora/gis-sdk/testing";
import { GostError } from "@opora/gost";
import { describe, expect, test } from "vitest";
import { at, orgPpaGuid, second } from "../loading-fixtures.js";
import { paymentsOf, supplierPayments } from "../loading-payments.js";
import { createLoadingWorld, createTestKeys, runToRest } from "../loading-world.js";

const keys = createTestKeys();
const taskId = "register-2026-01-15";

describe("loading payments", () => {
  test.each(["operator", "operator139", "supplier"] as const)(
    "of profile %s brings every one of them to GIS",
    async (profile) => {
      const world = createLoadingWorld({ keys, profile });
      const loading = world.start({ packetSize: 2 });

      const report = await loading.loadPayments({ taskId, payments: paymentsOf[profile](5) });
      const summary = await runToRest(world, loading, taskId);

      expect(report).toMatchObject({ packets: 3, accepted: { count: 5, amountKopecks: 1500n }, refused: { count: 0 } });
      expect(summary).toMatchObject({ state: "done", byStatus: { loaded: { count: 5, amountKopecks: 1500n } } });
      expect(world.standIn.totals()).toEqual({ count: 5, amountKopecks: 1500n });
      expect(world.standIn.pollingViolations()).toBe(0);
    },
  );

  test.each([
    ["supplier", 1, [1]],
    ["supplier", 249, [249]],
    ["supplier", 250, [250]],
    ["supplier", 251, [250, 1]],
    ["operator139", 499, [499]],
    ["operator139", 500, [500]],
    ["operator139", 501, [500, 1]],
    ["operator", 501, [500, 1]],
  ] as const)("of profile %s divides %i payments into packets of %j", async (profile, count, sizes) => {
    const world = createLoadingWorld({ keys, profile });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: paymentsOf[profile](count) });

    const summary = await runToRest(world, loading, taskId);

    expect(world.standIn.packets().map(({ size }) => size)).toEqual(sizes);
    expect(summary).toMatchObject({ state: "done", byStatus: { loaded: { count } } });
    const sum = BigInt(count * (count + 1)) * 50n;
    expect([summary.byStatus.loaded.amountKopecks, world.standIn.totals().amountKopecks]).toEqual([sum, sum]);
  });

  test("is done at the first poll when GIS is", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });

    await runToRest(world, loading, taskId);

    expect(world.clock.now()).toEqual(at(10 * second));
  });

  test("takes payments from a stream, and stops at the limit", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start({ packetSize: 2 });
    async function* stream(): AsyncGenerator<NewGisPayment> {
      yield* supplierPayments(5);
    }

    await expect(loading.loadPayments({ taskId: "limited", payments: stream(), maxPayments: 4 })).rejects.toMatchObject(
      {
        code: "GIS_LIMIT_EXCEEDED",
      },
    );
    expect((await loading.summary("limited")).state).toBe("draft");
    expect(await loading.loadPayments({ taskId, payments: stream() })).toMatchObject({
      packets: 3,
      accepted: { count: 5 },
    });
  });

  test("that was cut short goes on when it is repeated", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start({ packetSize: 2 });
    async function* broken(): AsyncGenerator<NewGisPayment> {
      yield* supplierPayments(5).slice(0, 4);
      throw new Error("The file is gone.");
    }

    await expect(loading.loadPayments({ taskId, payments: broken() })).rejects.toThrow("The file is gone.");
    expect(await loading.runSend()).toEqual({ packets: [] });
    const [first] = await world.store.listPayments({ taskId, limit: 1 });
    await loading.loadPayments({ taskId, payments: supplierPayments(5) });

    expect((await world.store.listPayments({ taskId, limit: 1 }))[0]).toEqual(first);
    expect((await runToRest(world, loading, taskId)).byStatus.loaded.count).toBe(5);
  });

  test.each<[string, unknown]>([
    ["of another profile", { ...paymentsOf.operator139(1)[0] }],
    ["with a number for an amount", { ...supplierPayments(1)[0], amountKopecks: 100 }],
    ["with an amount beyond 64 bits", { ...supplierPayments(1)[0], amountKopecks: 2n ** 64n }],
    ["that is none", null],
  ])("refuses the call for a payment %s", async (_what, payment) => {
    const loading = createLoadingWorld({ keys }).start();

    await expect(loading.loadPayments({ taskId, payments: [payment as NewGisPayment] })).rejects.toMatchObject({
      code: "GIS_PAYMENT_INVALID",
      details: { sequence: 0 },
    });
  });

  test("works on several packets at once when told to", async () => {
    const world = createLoadingWorld({ keys });
    let atOnce = 0;
    let most = 0;
    const transport = {
      post: async (...given: Parameters<typeof world.standIn.transport.post>) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise((resolve) => setImmediate(resolve));
        atOnce -= 1;
        return world.standIn.transport.post(...given);
      },
    };
    const loading = world.start({ packetSize: 1, concurrency: 3, transport });
    await loading.loadPayments({ taskId, payments: supplierPayments(6) });

    const report = await loading.runSend({ limit: 5 });

    expect(report.packets).toHaveLength(5);
    expect(most).toBeGreaterThan(1);
    expect((await loading.summary(taskId)).packets).toMatchObject({ acked: 5, formed: 1 });
  });

  test("an abort stops after the packets in work, and none of them becomes unknown", async () => {
    const world = createLoadingWorld({ keys });
    const controller = new AbortController();
    const transport: LoadingOptions["transport"] = {
      post: (request, options) => {
        controller.abort();
        return world.standIn.transport.post(request, options);
      },
    };
    const loading = world.start({ packetSize: 1, transport });
    await loading.loadPayments({ taskId, payments: supplierPayments(3) });

    await loading.runSend({ signal: controller.signal });

    expect((await loading.summary(taskId)).packets).toMatchObject({ acked: 1, formed: 2, unknown: 0 });
  });

  test("a signer that fails costs nothing but time", async () => {
    const world = createLoadingWorld({ keys });
    let failures = 2;
    const signer: LoadingOptions["signer"] = {
      certificate: keys.ours.certificate,
      chain: keys.ours.chain,
      sign: async (request) => {
        failures -= 1;
        if (failures >= 0) throw new GostError("GOST_SIGNER_FAILED", "The token is not there.");
        return keys.ours.sign(request);
      },
    };
    const loading = world.start({ signer });
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });

    const { packets } = await loading.runSend();
    expect(packets).toMatchObject([{ state: "formed", error: { code: "GIS_SIGNING_FAILED" } }]);

    expect(await runToRest(world, loading, taskId)).toMatchObject({ state: "done" });
    expect(world.standIn.packets()).toHaveLength(1);
  });

  test("a key that does not fit its certificate halts the task instead of being tried for ever", async () => {
    const world = createLoadingWorld({ keys });
    const { certificate, chain } = keys.ours;
    const signer = { certificate, chain, sign: async () => new Uint8Array(64) };
    const loading = world.start({ signer, packetSize: 1 });
    await loading.loadPayments({ taskId, payments: supplierPayments(2) });

    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({
      state: "attention",
      haltedBy: { code: "GIS_SIGNING_FAILED" },
      packets: { formed: 2 },
    });
    expect(world.standIn.packets()).toEqual([]);
    await loading.resumeTask(taskId);
    expect((await runToRest(world, world.start({ packetSize: 1 }), taskId)).state).toBe("done");
  });

  test("an error of the store ends the run and is told, and the next run goes on", async () => {
    const store = createMemoryGisStore();
    let isBroken = true;
    const flaky: GisStore = {
      ...store,
      commit: (...given) => (isBroken ? Promise.reject(new Error("The disk is full.")) : store.commit(...given)),
    };
    const world = createLoadingWorld({ keys, store: flaky });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });

    await expect(loading.runSend()).rejects.toThrow("The disk is full.");
    isBroken = false;

    expect((await runToRest(world, loading, taskId)).state).toBe("done");
  });

  test("a host whose callback throws is told in the log, and nothing else happens", async () => {
    const world = createLoadingWorld({ keys });
    const logged: [LogLevel, string][] = [];
    const loading = world.start({
      onEvent: () => {
        throw new Error("Oops.");
      },
      logger: { log: (level, message) => logged.push([level, message]) },
    });
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });

    expect((await runToRest(world, loading, taskId)).state).toBe("done");
    expect(logged).toContainEqual(["error", "The onEvent callback of the host threw."]);
  });

  test("events tell the whole way of a payment, without descriptions that may name people", async () => {
    const world = createLoadingWorld({ keys, standIn: { registry: new Set(["00АА000000-01"]) } });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(2) });

    await runToRest(world, loading, taskId);

    expect(world.events.map(({ name }) => name)).toEqual([
      "gis.task.formed",
      "gis.packet.sending",
      "gis.packet.acked",
      "gis.packet.applied",
      "gis.payment.loaded",
      "gis.payment.rejected",
    ]);
    expect(new Set(world.events.map(({ key }) => key))).toEqual(new Set([`gis/${taskId}`]));
    expect(world.events.every(({ payload }) => payload["version"] === 1)).toBe(true);
    expect(world.events.at(-1)?.payload).toMatchObject({
      sequence: 1,
      amountKopecks: "200",
      errorCodes: ["INT002000"],
    });
    expect(JSON.stringify(world.events)).not.toContain("реестре");
  });

  test("payments and packets are walked through page by page", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start({ packetSize: 100 });
    await loading.loadPayments({ taskId, payments: supplierPayments(1001) });

    const sequences: number[] = [];
    for await (const { sequence } of loading.payments(taskId)) sequences.push(sequence);
    const numbers: number[] = [];
    for await (const { number } of loading.packets(taskId, ["formed"])) numbers.push(number);

    expect(sequences).toEqual(Array.from({ length: 1001 }, (_, index) => index));
    expect(numbers).toHaveLength(11);
  });

  test("an unknown task is not there", async () => {
    await expect(createLoadingWorld({ keys }).start().summary("nothing")).rejects.toMatchObject({
      code: "GIS_TASK_NOT_FOUND",
    });
  });
});

describe("the options of the loading", () => {
  const world = createLoadingWorld({ keys });
  const good: LoadingOptions = {
    store: world.store,
    transport: world.standIn.transport,
    signer: keys.ours,
    clock: world.clock,
    ids: { uuid: () => orgPpaGuid },
    random: { bytes: (length) => new Uint8Array(length) },
    sender: { orgPpaGuid },
    profile: "supplier",
  };

  test.each<[string, object, string]>([
    ["without a store", { store: undefined }, "store"],
    ["with a store that is none", { store: {} }, "store"],
    ["with an organisation that is no GUID", { sender: { orgPpaGuid: "x" } }, "sender.orgPpaGuid"],
    [
      "with isOperatorSignature false, which the schema does not have",
      { sender: { orgPpaGuid, isOperatorSignature: false } },
      "sender.isOperatorSignature",
    ],
    ["with an unknown key", { retries: 5 }, "retries"],
    ["with an unknown profile", { profile: "ufkr" }, "profile"],
    ["with packets above the limit of the profile", { packetSize: 251 }, "packetSize"],
    ["with empty packets", { packetSize: 0 }, "packetSize"],
    ["with a lease shorter than a request may take", { leaseMs: 60_000 }, "leaseMs"],
    ["with an unknown rule", { policy: { retryForever: true } }, "policy.retryForever"],
    ["with an empty schedule", { policy: { pollDelaysMs: [] } }, "policy.pollDelaysMs.0"],
    ["with a range turned round", { policy: { rebuildDelayMs: { minMs: 2, maxMs: 1 } } }, "policy.rebuildDelayMs"],
  ])("are refused %s", (_what, change, path) => {
    expect(() => createLoading({ ...good, ...change } as LoadingOptions)).toThrow(
      expect.objectContaining({ code: "GIS_OPTIONS_INVALID", details: { path } }),
    );
  });

  test.each<[string, object]>([
    ["an unknown key", { payments: [], task: "x" }],
    ["a task id with a slash", { taskId: "a/b", payments: [] }],
    ["a task id that is too long", { taskId: "a".repeat(101), payments: [] }],
    ["payments that are no list", { taskId, payments: 5 }],
  ])("of loadPayments are refused with %s", async (_what, options) => {
    const work = createLoading(good).loadPayments(options as never);

    await expect(work).rejects.toMatchObject({ code: "GIS_OPTIONS_INVALID" });
  });

  test("of the jobs are refused with unknown keys and limits out of range", async () => {
    const loading = createLoading(good);

    for (const work of [
      () => loading.runSend({ limit: 0 }),
      () => loading.runPoll({ limits: 5 } as never),
      () => loading.runAlarms({ limit: 1e9 }),
    ]) {
      await expect(work()).rejects.toMatchObject({ code: "GIS_OPTIONS_INVALID" });
    }
  });
});
