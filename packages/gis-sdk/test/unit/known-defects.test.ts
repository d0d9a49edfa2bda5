import { createSeededIds } from "@opora/core/testing";
import type { GisHttpRequest, GisTransport, NewGisPayment, PaymentRecord } from "@opora/gis-sdk";
import { readSoapAnswer } from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import { at, hour, minute, orgPpaGuid, second, start } from "../loading-fixtures.js";
import { operator139Payments, supplierPayments } from "../loading-payments.js";
import { createLoadingWorld, createTestKeys, type LoadingWorld, runToRest } from "../loading-world.js";

/** Defects that programs for this exchange are known to have, each as a test that it does not come back. */

const keys = createTestKeys();
const taskId = "register";
const otherOrganisation = "4b16bc99-3016-42cd-b088-52106be6fa00";
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A transport that remembers what went through it. */
function recorded({ standIn }: LoadingWorld): {
  readonly transport: GisTransport;
  readonly requests: GisHttpRequest[];
} {
  const requests: GisHttpRequest[] = [];
  const transport: GisTransport = {
    post: (request, options) => {
      requests.push(request);
      return standIn.transport.post(request, options);
    },
  };
  return { transport, requests };
}

async function paymentsIn(world: LoadingWorld, task = taskId): Promise<readonly PaymentRecord[]> {
  return world.store.listPayments({ taskId: task, limit: 1000 });
}

function textOf(envelope: Uint8Array, element: string): string | undefined {
  return new RegExp(`<[^>]*?${element}[^>]*>([^<]*)<`).exec(text(envelope))?.[1];
}

describe("sending", () => {
  test("two organisations in one store: each packet goes once, in the name of its own organisation", async () => {
    const world = createLoadingWorld({ keys });
    const [ours, theirs] = [world.start(), world.start({ sender: { orgPpaGuid: otherOrganisation } })];
    await ours.loadPayments({ taskId: "ours", payments: supplierPayments(2, "00АА") });
    await theirs.loadPayments({ taskId: "theirs", payments: supplierPayments(3, "00ББ") });

    for (const loading of [ours, theirs, ours, theirs]) await loading.runSend();

    const sent = world.standIn.packets().map((packet) => [packet.orgPpaGuid, packet.size]);
    expect(sent).toEqual([
      [orgPpaGuid, 2],
      [otherOrganisation, 3],
    ]);
  });

  test("two tasks of one organisation: neither takes packets of the other away, and each goes once", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    await loading.loadPayments({ taskId: "a", payments: supplierPayments(2, "00АА") });
    await loading.loadPayments({ taskId: "b", payments: supplierPayments(2, "00ББ") });

    await runToRest(world, loading, "a");
    await runToRest(world, loading, "b");

    expect(world.standIn.packets()).toHaveLength(2);
    expect(world.standIn.totals().count).toBe(4);
  });

  test("a task without payments is done, and no other task with it", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    await loading.loadPayments({ taskId: "empty", payments: [] });
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });

    expect((await loading.summary("empty")).state).toBe("done");
    expect((await loading.summary(taskId)).state).toBe("formed");
  });

  test("an answer that is none does not leave a packet stuck", async () => {
    const world = createLoadingWorld({ keys, profile: "operator139" });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: operator139Payments(1) });
    world.standIn.failNext({ on: "import", fault: { kind: "gateway", status: 200, body: "" } });

    await loading.runSend();
    const afterwards = await loading.summary(taskId);

    expect(afterwards.packets.unknown).toBe(1);
    expect(afterwards.nextActionAt).toBeDefined();
    expect((await runToRest(world, loading, taskId)).state).toBe("done");
  });

  test("a packet that fails does not keep the others from being sent, polled and applied", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start({ packetSize: 1 });
    await loading.loadPayments({ taskId, payments: supplierPayments(3) });
    world.standIn.failNext({
      on: "import",
      fault: { kind: "cut", moment: "before-answer", processing: "not-processed" },
    });
    world.standIn.failNext({ on: "import", fault: { kind: "soap-fault", code: "FMT001301", message: "…" } });

    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({ state: "attention", packets: { unknown: 1, failed: 1, applied: 1 } });
    expect(summary.byStatus).toMatchObject({ unknown: { count: 1 }, rejected: { count: 1 }, loaded: { count: 1 } });
  });

  test("the same register again makes no new packets, payments or TransportGUIDs", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start({ packetSize: 2 });
    await loading.loadPayments({ taskId, payments: supplierPayments(3) });
    const before = await paymentsIn(world);

    const again = await world.start({ packetSize: 2 }).loadPayments({ taskId, payments: supplierPayments(3) });

    expect(again).toMatchObject({ packets: 2, accepted: { count: 3 } });
    expect(await paymentsIn(world)).toEqual(before);
    expect(world.events.filter(({ name }) => name === "gis.task.formed")).toHaveLength(1);
  });

  test("another register under the same id is refused, and changes nothing", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start({ packetSize: 2 });
    await loading.loadPayments({ taskId, payments: supplierPayments(3) });
    const before = await paymentsIn(world);

    for (const payments of [supplierPayments(4), supplierPayments(2), supplierPayments(3, "00ББ")]) {
      await expect(loading.loadPayments({ taskId, payments })).rejects.toMatchObject({ code: "GIS_TASK_CONFLICT" });
    }

    expect(await paymentsIn(world)).toEqual(before);
  });

  test("what is about to leave is durable, byte for byte, before it leaves", async () => {
    const world = createLoadingWorld({ keys });
    const seen: unknown[] = [];
    const transport: GisTransport = {
      post: async (request) => {
        const packet = await world.store.findPacket({ taskId, number: 1 });
        const last = await world.store.findLastSend({ taskId, number: 1 });
        const [member] = await world.store.readMembers({ taskId, number: 1 });
        seen.push(packet?.state, member?.status, text(last?.request ?? new Uint8Array()) === text(request.body));
        return world.standIn.transport.post(request);
      },
    };
    const loading = world.start({ transport });
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });

    await loading.runSend();

    expect(seen).toEqual(["sending", "sent", true]);
  });

  test("after EXP001000 a packet goes with a new MessageGUID, date, signing time and signature, and the same TransportGUIDs", async () => {
    const world = createLoadingWorld({ keys });
    const { transport, requests } = recorded(world);
    const loading = world.start({ transport });
    await loading.loadPayments({ taskId, payments: supplierPayments(2) });
    world.standIn.failNext({ on: "import", fault: { kind: "soap-fault", code: "EXP001000", message: "…" } });

    const summary = await runToRest(world, loading, taskId);

    const [first, second] = requests
      .filter(({ soapAction }) => soapAction !== '"urn:getState"')
      .map(({ body }) => body);
    if (first === undefined || second === undefined) throw new Error("The packet must go twice.");
    expect(summary.state).toBe("done");
    for (const element of ["MessageGUID", "Date", "SigningTime", "SignatureValue"]) {
      expect(textOf(first, element)).toBeDefined();
      expect([element, textOf(first, element)]).not.toEqual([element, textOf(second, element)]);
    }
    expect(textOf(first, "TransportGUID")).toBe(textOf(second, "TransportGUID"));
  });

  test("a payment whose order id an earlier one has is kept as rejected, in the same batch or a later one", async () => {
    const world = createLoadingWorld({ keys, profile: "operator139" });
    const loading = world.start({ packetSize: 2 });
    const [first, second] = operator139Payments(2) as [NewGisPayment, NewGisPayment];
    const payments = [first, first, second, { ...first, amountKopecks: 999n }];

    const report = await loading.loadPayments({ taskId, payments });

    expect(report).toMatchObject({ accepted: { count: 2 }, refused: { count: 2, amountKopecks: 1099n } });
    const refused = (await paymentsIn(world)).filter(({ status }) => status === "rejected");
    expect(refused.map(({ sequence, errors }) => [sequence, errors[0]?.code])).toEqual([
      [1, "rule/order-id-repeated"],
      [3, "rule/order-id-repeated"],
    ]);
  });

  test("a payment that breaks a rule of the format is kept with every rule, and the others go", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    const broken = { profile: "supplier", orderDate: "15.01.2026", serviceId: "short", amountKopecks: 5n } as const;

    const report = await loading.loadPayments({ taskId, payments: [broken, ...supplierPayments(1)] });
    const summary = await runToRest(world, loading, taskId);

    expect(report).toMatchObject({ accepted: { count: 1 }, refused: { count: 1, amountKopecks: 5n } });
    expect(summary).toMatchObject({ state: "done_with_errors", payments: { count: 2 } });
    const [record] = await paymentsIn(world);
    expect(record?.errors.length).toBeGreaterThanOrEqual(2);
  });
});

describe("polling", () => {
  test("a packet is asked about in the name of its own organisation only", async () => {
    const world = createLoadingWorld({ keys });
    const { transport, requests } = recorded(world);
    const ours = world.start({ transport });
    const theirs = world.start({ transport, sender: { orgPpaGuid: otherOrganisation } });
    await ours.loadPayments({ taskId, payments: supplierPayments(1) });
    await ours.runSend();
    world.clock.advance(10 * second);

    await theirs.runPoll();
    await ours.runPoll();

    const polls = requests.filter(({ soapAction }) => soapAction === '"urn:getState"');
    expect(polls.map(({ body }) => textOf(body, "orgPPAGUID"))).toEqual([orgPpaGuid]);
  });

  test("what has its answer is not asked about again", async () => {
    const world = createLoadingWorld({ keys });
    const { transport, requests } = recorded(world);
    const loading = world.start({ transport });
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });
    await runToRest(world, loading, taskId);
    const sofar = requests.length;

    for (let day = 0; day < 3; day += 1) {
      world.clock.advance(24 * hour);
      expect(await loading.runPoll()).toEqual({ packets: [] });
      expect(await loading.runSend()).toEqual({ packets: [] });
    }

    expect(requests).toHaveLength(sofar);
  });

  test("an error of the network on one packet does not end the polling of any", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start({ packetSize: 1 });
    await loading.loadPayments({ taskId, payments: supplierPayments(3) });
    await loading.runSend();
    world.clock.advance(10 * second);
    world.standIn.failNext({
      on: "getState",
      fault: { kind: "cut", moment: "before-answer", processing: "not-processed" },
    });

    await loading.runPoll();

    expect((await loading.summary(taskId)).packets).toMatchObject({ acked: 1, applied: 2 });
    expect((await runToRest(world, loading, taskId)).state).toBe("done");
  });

  test("a tick before the time asks nothing, and two instances at one time ask once", async () => {
    const world = createLoadingWorld({ keys });
    const { transport, requests } = recorded(world);
    const [one, other] = [world.start({ transport }), world.start({ transport })];
    await one.loadPayments({ taskId, payments: supplierPayments(1) });
    await one.runSend();

    world.clock.advance(10 * second - 1);
    await one.runPoll();
    expect(requests).toHaveLength(1);

    world.clock.advance(1);
    await Promise.all([one.runPoll(), other.runPoll(), one.runPoll(), other.runPoll()]);
    expect(requests).toHaveLength(2);
  });

  test("at 20 minutes the alarm is raised once, and polling goes on until the answer", async () => {
    const world = createLoadingWorld({
      keys,
      standIn: { processing: { untilProcessingMs: 0, untilDoneMs: 5 * hour } },
    });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });
    await loading.runSend();

    world.clock.set(at(20 * minute - 1));
    expect(await loading.runAlarms()).toEqual({ stalled: [] });
    world.clock.set(at(20 * minute));
    expect(await loading.runAlarms()).toEqual({ stalled: [{ taskId, number: 1 }] });
    expect(await loading.runAlarms()).toEqual({ stalled: [] });
    expect((await loading.summary(taskId)).packetsStalled).toBe(1);
    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({ state: "done", packetsStalled: 0 });
    expect(world.events.filter(({ name }) => name === "gis.packet.stalled")).toHaveLength(1);
    expect(world.standIn.pollingViolations()).toBe(0);
  });

  test("without an answer for 24 hours a packet is unknown, not finished; a look later finds the answer", async () => {
    const world = createLoadingWorld({
      keys,
      standIn: { processing: { untilProcessingMs: 0, untilDoneMs: 25 * hour } },
    });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });

    const expired = await runToRest(world, loading, taskId);

    expect(expired).toMatchObject({
      state: "attention",
      packetsAwaitingDecision: 1,
      byStatus: { unknown: { count: 1 } },
    });
    expect(world.clock.now().getTime() - start.getTime()).toBeGreaterThanOrEqual(24 * hour);
    expect(world.clock.now().getTime() - start.getTime()).toBeLessThan(25 * hour);

    world.clock.advance(2 * hour);
    await loading.recheckPacket({ taskId, number: 1 });
    expect((await runToRest(world, loading, taskId)).state).toBe("done");
  });
});

describe("applying answers", () => {
  async function loadWith(answer: Parameters<typeof createLoadingWorld>[0]["standIn"], count = 3) {
    const world = createLoadingWorld({ keys, standIn: answer ?? {} });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(count) });
    return { world, loading, summary: await runToRest(world, loading, taskId) };
  }

  test("ErrorMessage for a packet rejects each of its payments with that error", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(2) });
    world.standIn.failNext({ fault: { kind: "refuse-packet", code: "INT004170", description: "Нет прав на дом" } });

    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({ state: "done_with_errors", packets: { rejected: 1 } });
    for (const { status, errors } of await paymentsIn(world)) {
      expect([status, errors]).toEqual([
        "rejected",
        [{ code: "INT004170", description: "Нет прав на дом", packetNumber: 1 }],
      ]);
    }
  });

  test("GUIDs in upper case with white space around them are the same GUIDs", async () => {
    const { summary } = await loadWith({
      answerStyle: { guidCase: "upper", guidPadding: "spaces", order: "reversed" },
    });

    expect(summary.byStatus.loaded.count).toBe(3);
  });

  test("payments left out of the answer are unanswered, not forever sent", async () => {
    const { summary, world } = await loadWith({ answerStyle: { missing: 1 } });

    expect(summary).toMatchObject({ state: "attention", byStatus: { loaded: { count: 2 }, unanswered: { count: 1 } } });
    expect(world.events.some(({ name }) => name === "gis.payment.unanswered")).toBe(true);
  });

  test("results about payments that nobody sent are told of", async () => {
    const { summary, world } = await loadWith({ answerStyle: { foreign: 2, doubled: 1 } });

    expect(summary.byStatus.loaded.count).toBe(3);
    const anomalies = world.events
      .filter(({ name }) => name === "gis.packet.anomaly")
      .map(({ payload }) => payload["anomaly"]);
    expect(anomalies).toEqual(["unknown-transport-guid", "unknown-transport-guid"]);
  });

  test("a packet of which every payment failed is no success", async () => {
    const { summary } = await loadWith({ registry: new Set() });

    expect(summary).toMatchObject({
      state: "done_with_errors",
      byStatus: { rejected: { count: 3 }, loaded: { count: 0 } },
    });
  });

  test("what GIS gave a loaded payment stays with it, whatever comes later", async () => {
    const { world, loading } = await loadWith({});
    const before = (await paymentsIn(world)).map(({ answer }) => answer);

    world.standIn.failNext({ fault: { kind: "refuse-packet", code: "INT004170", description: "…" } });
    await loading.cancelPayments({ taskId, sequences: [0, 1, 2] });
    await runToRest(world, loading, taskId);

    expect((await paymentsIn(world)).map(({ answer }) => answer)).toEqual(before);
    expect(before.every((answer) => answer?.uniqueNumber !== undefined && answer.guid !== undefined)).toBe(true);
  });

  test("SRV012001 without an earlier load of ours is no success", async () => {
    const world = createLoadingWorld({ keys });
    const stranger = createLoadingWorld({ keys, seed: 77 }).start({
      transport: world.standIn.transport,
      clock: world.clock,
      ids: createSeededIds(4242),
    });
    await stranger.loadPayments({ taskId: "of-somebody-else", payments: supplierPayments(1) });
    await runToRest(world, stranger, "of-somebody-else");
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });

    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({
      state: "attention",
      paymentsWithAttention: 1,
      byStatus: { rejected: { count: 1 } },
    });
    expect((await paymentsIn(world))[0]).toMatchObject({ attention: "already-loaded-unproven" });
  });

  test("SRV012001 after our own load of the same payment by another task is already loaded, with its number", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    await loading.loadPayments({ taskId: "yesterday", payments: supplierPayments(2) });
    await runToRest(world, loading, "yesterday");
    await loading.loadPayments({ taskId, payments: supplierPayments(2) });

    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({ state: "done", byStatus: { already_loaded: { count: 2 } } });
    const numbers = (records: readonly PaymentRecord[]) => records.map(({ answer }) => answer?.uniqueNumber);
    expect(numbers(await paymentsIn(world))).toEqual(numbers(await paymentsIn(world, "yesterday")));
  });

  test("an operator's order id with another amount is not taken for loaded", async () => {
    const world = createLoadingWorld({ keys, profile: "operator139" });
    const loading = world.start();
    const [payment] = operator139Payments(1) as [NewGisPayment];
    await loading.loadPayments({ taskId: "yesterday", payments: [payment] });
    await runToRest(world, loading, "yesterday");
    await loading.loadPayments({ taskId, payments: [{ ...payment, amountKopecks: 101n }] });

    const summary = await runToRest(world, loading, taskId);

    expect(summary.byStatus.rejected.count).toBe(1);
    expect((await paymentsIn(world))[0]).toMatchObject({ attention: "already-loaded-differs" });
  });

  test("the answers as they came are kept beside the requests", async () => {
    const { world } = await loadWith({});

    const exchanges = await world.store.listExchanges({ taskId, number: 1 });

    expect(exchanges.map(({ request }) => request.kind)).toEqual(["send", "poll"]);
    const answers = exchanges.map(({ outcome }) => readSoapAnswer(outcome?.response ?? new Uint8Array()));
    expect(answers).toMatchObject([{ kind: "ack" }, { kind: "state", requestState: 3 }]);
    for (const { outcome, request } of exchanges) {
      expect([request.requestSha256.length, outcome?.responseSha256?.length, outcome?.status]).toEqual([64, 64, 200]);
    }
  });
});
