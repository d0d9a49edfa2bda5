import type { Loading, PaymentRecord } from "@opora/gis-sdk";
import type { StandInPacketView } from "@opora/gis-sdk/testing";
import { describe, expect, test } from "vitest";
import { hour, minute } from "../loading-fixtures.js";
import { operator139Payments, paymentsOf, supplierPayments } from "../loading-payments.js";
import { createLoadingWorld, createTestKeys, type LoadingWorld, runToRest } from "../loading-world.js";

const keys = createTestKeys();
const taskId = "register";
const lost = { kind: "cut", moment: "before-answer", processing: "not-processed" } as const;
const lostAfterProcessing = { ...lost, processing: "processed" } as const;

async function paymentsIn({ store }: LoadingWorld): Promise<readonly PaymentRecord[]> {
  return store.listPayments({ taskId, limit: 1000 });
}

/** A supplier's packet of two of which nobody knows whether GIS has it. */
async function unknownPacket(
  fault: typeof lost | typeof lostAfterProcessing,
): Promise<{ world: LoadingWorld; loading: Loading }> {
  const world = createLoadingWorld({ keys });
  const loading = world.start();
  await loading.loadPayments({ taskId, payments: supplierPayments(2) });
  world.standIn.failNext({ on: "import", fault });
  const summary = await runToRest(world, loading, taskId);
  expect(summary).toMatchObject({
    state: "attention",
    packetsAwaitingDecision: 1,
    byStatus: { unknown: { count: 2 } },
  });
  return { world, loading };
}

describe("a packet of which nobody knows", () => {
  test("waits for a person, however often the jobs run", async () => {
    const { world, loading } = await unknownPacket(lost);

    world.clock.advance(24 * hour);

    expect(await loading.runSend()).toEqual({ packets: [] });
    expect(world.standIn.packets()).toEqual([]);
  });

  test("goes again by a person's word, with the same TransportGUIDs", async () => {
    const { world, loading } = await unknownPacket(lost);
    const guids = (await paymentsIn(world)).map(({ payment }) => payment.transportGuid);

    await loading.resendPacket({ taskId, number: 1 });
    const summary = await runToRest(world, loading, taskId);

    expect(summary.byStatus.loaded.count).toBe(2);
    expect(world.standIn.loadedPayments().map(({ transportGuid }) => transportGuid)).toEqual(guids);
  });

  test("that had arrived after all comes back as already loaded when it is sent again", async () => {
    const { world, loading } = await unknownPacket(lostAfterProcessing);
    world.clock.advance(minute);

    await loading.resendPacket({ taskId, number: 1 });
    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({ state: "done", byStatus: { already_loaded: { count: 2 } } });
    expect(world.standIn.totals().count).toBe(2);
  });

  test("is settled by what a person found, as a whole and only once", async () => {
    const { world, loading } = await unknownPacket(lostAfterProcessing);
    const loaded = { sequence: 0, outcome: "loaded", answer: { uniqueNumber: "УН-1" } } as const;
    const notLoaded = { sequence: 1, outcome: "not-loaded" } as const;

    await expect(loading.settlePayments({ taskId, settlements: [loaded] })).rejects.toMatchObject({
      code: "GIS_STATE_ILLEGAL",
    });
    await loading.settlePayments({ taskId, settlements: [loaded, notLoaded] });

    expect(await paymentsIn(world)).toMatchObject([
      { status: "loaded", answer: { uniqueNumber: "УН-1" } },
      { status: "rejected", errors: [{ code: "GIS_SETTLED_NOT_LOADED" }] },
    ]);
    expect((await loading.summary(taskId)).state).toBe("done_with_errors");
    await expect(loading.settlePayments({ taskId, settlements: [loaded] })).rejects.toMatchObject({
      code: "GIS_STATE_ILLEGAL",
    });
  });

  test("cannot be asked about when GIS never acknowledged it", async () => {
    const { loading } = await unknownPacket(lost);

    await expect(loading.recheckPacket({ taskId, number: 1 })).rejects.toMatchObject({ code: "GIS_STATE_ILLEGAL" });
  });

  test("goes again by itself with the rule repost: the same bytes first, which GIS recognises", async () => {
    const world = createLoadingWorld({ keys, standIn: { repeatedPayments: "load-again" } });
    const loading = world.start({ policy: { afterUnknown: { supplier: "repost" } } });
    await loading.loadPayments({ taskId, payments: supplierPayments(2) });
    world.standIn.failNext({ on: "import", fault: lostAfterProcessing });

    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({ state: "done", byStatus: { loaded: { count: 2 } } });
    expect(world.standIn.packets()).toHaveLength(1);
    const exchanges = await world.store.listExchanges({ taskId, number: 1 });
    const sends = exchanges
      .filter(({ request }) => request.kind === "send")
      .map(({ request }) => request.requestSha256);
    expect([sends.length, new Set(sends).size]).toEqual([2, 1]);
  });

  test("with the rule repost stored bytes that are too old are written anew", async () => {
    const world = createLoadingWorld({ keys, profile: "operator139" });
    const policy = { afterUnknown: { operator139: "repost" }, reuseBytesMs: minute } as const;
    const loading = world.start({ policy });
    await loading.loadPayments({ taskId, payments: operator139Payments(1) });
    world.standIn.failNext({ on: "import", fault: lost });
    await loading.runSend();

    world.clock.advance(hour);
    await runToRest(world, loading, taskId);

    const exchanges = await world.store.listExchanges({ taskId, number: 1 });
    const sends = exchanges.filter(({ request }) => request.kind === "send").map(({ request }) => request.messageGuid);
    expect(new Set(sends).size).toBe(2);
  });
});

describe("payments that GIS did not load", () => {
  test("go again corrected, in a new packet, under new TransportGUIDs", async () => {
    const [good, bad] = supplierPayments(2);
    if (good?.profile !== "supplier" || bad?.profile !== "supplier")
      throw new Error("Two supplier's payments are needed.");
    const world = createLoadingWorld({ keys, standIn: { registry: new Set([good.serviceId ?? "", "00АА999999-01"]) } });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: [good, bad] });
    await runToRest(world, loading, taskId);
    const before = (await paymentsIn(world))[1];

    const { profile, orderDate, amountKopecks } = bad;
    const corrected = { profile, orderDate, amountKopecks, serviceId: "00АА999999-01" };
    const { packetNumbers } = await loading.resendPayments({ taskId, payments: [{ sequence: 1, corrected }] });
    const summary = await runToRest(world, loading, taskId);

    const after = (await paymentsIn(world))[1];
    expect(packetNumbers).toEqual([2]);
    expect(summary).toMatchObject({ state: "done", byStatus: { loaded: { count: 2 } } });
    expect(after?.payment).toMatchObject({ serviceId: "00АА999999-01" });
    expect(after?.payment.transportGuid).not.toBe(before?.payment.transportGuid);
    expect(after?.errors).toEqual(before?.errors);
  });

  test("keep their TransportGUID when they were left out of the answer", async () => {
    let missing = 1;
    const world = createLoadingWorld({ keys, standIn: { answerStyle: () => ({ missing }) } });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(2) });
    await runToRest(world, loading, taskId);
    const before = (await paymentsIn(world))[1];
    missing = 0;

    await loading.resendPayments({ taskId, payments: [{ sequence: 1 }] });
    const summary = await runToRest(world, loading, taskId);

    const after = (await paymentsIn(world))[1];
    expect([before?.status, after?.status]).toEqual(["unanswered", "already_loaded"]);
    expect(after?.payment.transportGuid).toBe(before?.payment.transportGuid);
    expect(summary.state).toBe("done");
  });

  test("that keep the order id but change the amount are not taken for the earlier load", async () => {
    let missing = 1;
    const world = createLoadingWorld({ keys, profile: "operator139", standIn: { answerStyle: () => ({ missing }) } });
    const loading = world.start();
    const [payment] = operator139Payments(1);
    if (payment === undefined) throw new Error("A payment is needed.");
    await loading.loadPayments({ taskId, payments: [payment] });
    await runToRest(world, loading, taskId);
    missing = 0;

    await loading.resendPayments({ taskId, payments: [{ sequence: 0, corrected: { ...payment, amountKopecks: 7n } }] });
    await runToRest(world, loading, taskId);

    expect((await paymentsIn(world))[0]).toMatchObject({ status: "rejected", attention: "already-loaded-unproven" });
  });

  test.each([
    ["is loaded", 0, {}, "GIS_STATE_ILLEGAL"],
    ["does not exist", 9, {}, "GIS_PAYMENT_NOT_FOUND"],
  ])("are not those of a payment that %s", async (_what, sequence, more, code) => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });
    await runToRest(world, loading, taskId);

    await expect(loading.resendPayments({ taskId, payments: [{ sequence, ...more }] })).rejects.toMatchObject({ code });
  });

  test("are refused again when the correction breaks a rule", async () => {
    const world = createLoadingWorld({ keys, standIn: { registry: new Set() } });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });
    await runToRest(world, loading, taskId);
    const corrected = {
      profile: "supplier",
      orderDate: "2026-02-30",
      serviceId: "00АА000000-01",
      amountKopecks: 1n,
    } as const;

    const work = loading.resendPayments({ taskId, payments: [{ sequence: 0, corrected }] });

    await expect(work).rejects.toMatchObject({ code: "GIS_PAYMENT_INVALID", details: { path: "/orderDate" } });
    expect((await paymentsIn(world))[0]?.status).toBe("rejected");
  });
});

describe("a packet that was refused as a whole", () => {
  test("goes on in halves with the rule split, until the payment to blame stands alone", async () => {
    let culprit: string | undefined;
    const error = { code: "INT004170", description: "Нет прав на дом" };
    const refusePacket = ({ transportGuids }: StandInPacketView) =>
      transportGuids.some((guid) => guid === culprit) ? error : undefined;
    const world = createLoadingWorld({ keys, standIn: { refusePacket } });
    const loading = world.start({ policy: { afterPacketRejected: "split" } });
    await loading.loadPayments({ taskId, payments: supplierPayments(5) });
    culprit = (await paymentsIn(world))[3]?.payment.transportGuid;

    const summary = await runToRest(world, loading, taskId);

    expect(summary.byStatus).toMatchObject({ loaded: { count: 4 }, rejected: { count: 1 } });
    expect(world.standIn.totals().count).toBe(4);
    const refused = (await paymentsIn(world)).filter(({ status }) => status === "rejected");
    expect(refused).toMatchObject([{ sequence: 3, errors: [error, error, error] }]);
    expect(summary.packets).toMatchObject({ split: 2, rejected: 1, applied: 2 });
    expect(summary.payments).toEqual({ count: 5, amountKopecks: 1500n });
  });

  test("goes again by a person's word, after the cause was mended", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(2) });
    world.standIn.failNext({ fault: { kind: "refuse-packet", code: "INT004170", description: "…" } });
    await runToRest(world, loading, taskId);

    await loading.resendPacket({ taskId, number: 1 });

    expect(await runToRest(world, loading, taskId)).toMatchObject({
      state: "done",
      byStatus: { loaded: { count: 2 } },
    });
  });
});

describe("a task without the right to load", () => {
  test("is halted: nothing more is sent, what was acknowledged is still polled, and it goes on when resumed", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start({ packetSize: 1 });
    await loading.loadPayments({ taskId, payments: supplierPayments(4) });
    await loading.runSend({ limit: 1 });
    world.standIn.failNext({
      on: "import",
      fault: { kind: "soap-fault", code: "AUT011003", message: "Доступ запрещён" },
    });

    const halted = await runToRest(world, loading, taskId);

    expect(halted).toMatchObject({
      state: "attention",
      haltedBy: { code: "AUT011003", description: "Доступ запрещён" },
      packets: { applied: 1, failed: 1, formed: 2 },
    });
    expect(world.standIn.packets()).toHaveLength(1);

    await loading.resumeTask(taskId);
    await loading.resendPacket({ taskId, number: 2 });
    const done = await runToRest(world, loading, taskId);

    expect(done).toMatchObject({ state: "done", byStatus: { loaded: { count: 4 } } });
    expect(world.events.filter(({ name }) => name.startsWith("gis.task.")).map(({ name }) => name)).toEqual([
      "gis.task.formed",
      "gis.task.halted",
      "gis.task.resumed",
    ]);
  });
});

describe("a task that is withdrawn", () => {
  test("sends nothing more, and still learns what became of what had left", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start({ packetSize: 1 });
    await loading.loadPayments({ taskId, payments: supplierPayments(3) });
    await loading.runSend({ limit: 1 });

    await loading.cancelTask(taskId);
    await loading.cancelTask(taskId);
    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({ state: "cancelled", byStatus: { loaded: { count: 1 }, cancelled: { count: 2 } } });
    expect(world.standIn.packets()).toHaveLength(1);
  });

  test("leaves a packet of which nobody knows to a person", async () => {
    const world = createLoadingWorld({ keys, profile: "operator139" });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: operator139Payments(1) });
    world.standIn.failNext({ on: "import", fault: lost });
    await loading.runSend();

    await loading.cancelTask(taskId);
    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({ state: "attention", packetsAwaitingDecision: 1 });
    expect(world.standIn.packets()).toEqual([]);
  });
});

describe("cancelling payments", () => {
  test.each(["operator", "operator139", "supplier"] as const)(
    "of profile %s takes them back at GIS",
    async (profile) => {
      const world = createLoadingWorld({ keys, profile });
      const loading = world.start();
      await loading.loadPayments({ taskId, payments: paymentsOf[profile](3) });
      await runToRest(world, loading, taskId);

      const report = await loading.cancelPayments({ taskId, sequences: [0, 2], comment: "Ошибочный платёж" });
      const during = (await loading.summary(taskId)).byStatus.cancelling;
      const summary = await runToRest(world, loading, taskId);

      expect(report).toEqual({ packetNumbers: [2], accepted: [0, 2], refused: [] });
      expect(during.count).toBe(2);
      expect(summary).toMatchObject({
        state: "done_with_errors",
        byStatus: { loaded: { count: 1 }, cancelled: { count: 2 } },
      });
      expect(world.standIn.totals()).toEqual({ count: 1, amountKopecks: 200n });
    },
  );

  test("that were not loaded, or whose number is not known, is refused with the reason", async () => {
    const world = createLoadingWorld({ keys, standIn: { registry: new Set(["00АА000000-01"]) } });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(3) });
    await runToRest(world, loading, taskId);
    await loading.settlePayments({ taskId, settlements: [{ sequence: 1, outcome: "loaded" }] });

    const report = await loading.cancelPayments({ taskId, sequences: [0, 1, 2] });

    expect(report).toEqual({
      packetNumbers: [2],
      accepted: [0],
      refused: [
        { sequence: 1, reason: "no-unique-number" },
        { sequence: 2, reason: "not-loaded" },
      ],
    });
  });

  test("that GIS refuses leaves them loaded, with the error kept", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });
    await runToRest(world, loading, taskId);
    world.standIn.failNext({ fault: { kind: "refuse-packet", code: "SRV008071", description: "Квитирован" } });

    await loading.cancelPayments({ taskId, sequences: [0] });
    await runToRest(world, loading, taskId);

    expect((await paymentsIn(world))[0]).toMatchObject({
      status: "loaded",
      errors: [{ code: "SRV008071", packetNumber: 2 }],
    });
    expect(world.standIn.totals().count).toBe(1);
  });

  test("whose answer is lost on the way is asked for again by itself, also for a supplier", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });
    await runToRest(world, loading, taskId);
    world.standIn.failNext({ on: "import", fault: lost });

    await loading.cancelPayments({ taskId, sequences: [0] });
    const summary = await runToRest(world, loading, taskId);

    expect(summary.byStatus.cancelled.count).toBe(1);
  });

  test("that GIS leaves out of its answer can be asked for once more", async () => {
    let missing = 0;
    const world = createLoadingWorld({ keys, standIn: { answerStyle: () => ({ missing }) } });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });
    await runToRest(world, loading, taskId);
    missing = 1;
    await loading.cancelPayments({ taskId, sequences: [0] });
    const left = await runToRest(world, loading, taskId);

    expect(left).toMatchObject({
      state: "attention",
      paymentsWithAttention: 1,
      byStatus: { cancelling: { count: 1 } },
    });
    expect(await loading.cancelPayments({ taskId, sequences: [0] })).toMatchObject({ accepted: [0] });
    expect(await loading.cancelPayments({ taskId, sequences: [0] })).toMatchObject({
      refused: [{ reason: "not-loaded" }],
    });
  });
});
