import type { GisHttpResponse, GisTransport } from "@opora/gis-sdk";
import { readSoapAnswer, writeGetStateEnvelope } from "@opora/gis-sdk";
import type { GisStandInOptions, PlannedFault } from "@opora/gis-sdk/testing";
import { createUndiciTransport, type UndiciTransportOptions } from "@opora/gis-sdk/undici";
import { afterEach, describe, expect, test } from "vitest";
import { orgPpaGuid, second, start } from "../loading-fixtures.js";
import { operator139Payments, supplierPayments } from "../loading-payments.js";
import { createLoadingWorld, createTestKeys, runToRest } from "../loading-world.js";

const keys = createTestKeys();
const taskId = "register";
const unknownGuid = "99999999-9999-4999-8999-999999999999";
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function overHttp(standIn: Partial<GisStandInOptions> = {}, options: Partial<UndiciTransportOptions> = {}) {
  const world = createLoadingWorld({ keys, profile: "operator139", standIn });
  const { url, close } = await world.standIn.listen();
  const transport = createUndiciTransport({ endpoint: url, ...options });
  closers.push(transport.close, close);
  return { world, url, transport };
}

function poll(transport: GisTransport, soapAction = '"urn:getState"'): Promise<GisHttpResponse> {
  const header = { date: start, messageGuid: unknownGuid, orgPpaGuid };
  const body = writeGetStateEnvelope({ header, messageGuid: unknownGuid });
  return transport.post({ soapAction, body, timeoutMs: 5_000 });
}

const codeOf = ({ body }: GisHttpResponse): string | undefined => {
  const answer = readSoapAnswer(body);
  return answer.kind === "fault" ? answer.code : undefined;
};

describe("the stand-in over HTTP", () => {
  test("loads a register, with a password", async () => {
    const basicAuth = { username: "test", password: "пароль" };
    const { world, transport } = await overHttp({ basicAuth }, { basicAuth });
    const loading = world.start({ transport, packetSize: 2 });
    await loading.loadPayments({ taskId, payments: operator139Payments(3) });

    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({ state: "done", byStatus: { loaded: { count: 3, amountKopecks: 600n } } });
    expect(world.standIn.totals()).toEqual({ count: 3, amountKopecks: 600n });
  });

  test("asks for a password, and refuses users without rights", async () => {
    const standIn = { basicAuth: { username: "test", password: "right" }, forbiddenUsers: ["forbidden"] };
    const nobody = await overHttp(standIn);
    const wrong = await overHttp(standIn, { basicAuth: { username: "test", password: "wrong" } });
    const forbidden = await overHttp(standIn, { basicAuth: { username: "forbidden", password: "right" } });

    const statuses = await Promise.all(
      [nobody, wrong, forbidden].map(async ({ transport }) => (await poll(transport)).status),
    );

    expect(statuses).toEqual([401, 401, 403]);
  });

  test("a refused password halts the task before it tries every packet", async () => {
    const { world, transport } = await overHttp({ basicAuth: { username: "test", password: "right" } });
    const loading = world.start({ transport, packetSize: 1 });
    await loading.loadPayments({ taskId, payments: operator139Payments(5) });

    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({
      state: "attention",
      haltedBy: { code: "HTTP_401" },
      packets: { failed: 1, formed: 4 },
    });
  });

  test("refuses other addresses, methods, types and SOAP actions", async () => {
    const { url, transport } = await overHttp();
    const post = (target: string, init: RequestInit) =>
      fetch(target, { method: "POST", ...init }).then(({ status }) => status);
    const xml = { headers: { "content-type": "text/xml" } };

    expect(await post(`${url}/other`, xml)).toBe(404);
    expect(await fetch(url).then(({ status }) => status)).toBe(405);
    expect(await post(url, { headers: { "content-type": "application/json" }, body: "{}" })).toBe(415);
    expect(codeOf(await poll(transport, '"urn:importNotificationsOfOrderExecution"'))).toBe("FMT001307");
    expect(codeOf(await poll(transport))).toBe("INT002013");
  });

  test.each<[string, PlannedFault]>([
    [
      "a connection cut before processing",
      { on: "import", fault: { kind: "cut", moment: "before-answer", processing: "not-processed" } },
    ],
    [
      "a connection cut after processing",
      { on: "import", fault: { kind: "cut", moment: "before-answer", processing: "processed" } },
    ],
    [
      "an answer that breaks off",
      { on: "import", fault: { kind: "cut", moment: "amid-answer", processing: "processed" } },
    ],
    [
      "an answer that does not come",
      { on: "import", fault: { kind: "stall", moment: "before-answer", processing: "processed" } },
    ],
    [
      "an answer that does not end",
      { on: "import", fault: { kind: "stall", moment: "amid-answer", processing: "processed" } },
    ],
    [
      "a page of a gateway under 502",
      { on: "import", fault: { kind: "gateway", status: 502, body: "<html><title>502" } },
    ],
    ["an empty 400", { on: "import", fault: { kind: "gateway", status: 400, body: "" } }],
    ["EXP001000 under 500", { on: "import", fault: { kind: "soap-fault", code: "EXP001000", message: "…" } }],
    ["a poll that is cut", { on: "getState", fault: { kind: "cut", moment: "amid-answer", processing: "processed" } }],
    [
      "a poll with ErrorMessage under 500",
      { on: "getState", fault: { kind: "state-error", code: "EXP001000", description: "…" } },
    ],
    ["a poll with a page of a gateway", { on: "getState", fault: { kind: "gateway", status: 504, body: "<html>" } }],
    ["a packet that GIS forgets", { on: "import", fault: { kind: "forget-packet" } }],
  ])("survives %s", async (_what, fault) => {
    const { world, transport } = await overHttp();
    const loading = world.start({ transport, requestTimeoutMs: 1_000 });
    await loading.loadPayments({ taskId, payments: operator139Payments(2) });
    world.standIn.failNext(fault);

    const summary = await runToRest(world, loading, taskId);

    expect(summary.state).toBe("done");
    expect(world.standIn.totals()).toEqual({ count: 2, amountKopecks: 300n });
    expect(world.standIn.loadedPayments()).toHaveLength(2);
    expect(world.standIn.pollingViolations()).toBe(0);
  });

  test("knows a request of which nothing arrived from one that may have: nobody listens, and later somebody does", async () => {
    const { world, url, transport } = await overHttp();
    await closers.pop()?.();
    const loading = world.start({ transport });
    await loading.loadPayments({ taskId, payments: operator139Payments(1) });

    await loading.runSend();

    expect(url).toContain("127.0.0.1");
    expect((await loading.summary(taskId)).packets).toMatchObject({ formed: 1, unknown: 0 });
    const again = await world.standIn.listen();
    const next = createUndiciTransport({ endpoint: again.url });
    closers.push(next.close, again.close);
    expect((await runToRest(world, world.start({ transport: next }), taskId)).state).toBe("done");
  });
});

describe("the stand-in checks", () => {
  test.each(["inclusive", "exclusive"] as const)(
    "signatures of the %s profile, and refuses strangers",
    async (signatureProfile) => {
      const world = createLoadingWorld({ keys });
      const [ours, stranger] = [
        world.start({ signatureProfile }),
        world.start({ signatureProfile, signer: keys.stranger }),
      ];
      await stranger.loadPayments({ taskId: "stranger", payments: supplierPayments(1) });
      await stranger.runSend();
      await ours.loadPayments({ taskId, payments: supplierPayments(1) });

      expect((await ours.summary("stranger")).haltedBy).toMatchObject({ code: "AUT011005" });
      expect((await runToRest(world, ours, taskId)).state).toBe("done");
    },
  );

  test("that what was signed is what came: one changed byte is refused", async () => {
    const world = createLoadingWorld({ keys });
    const transport: GisTransport = {
      post: (request) => {
        const text = new TextDecoder().decode(request.body).replace("<pay:Amount>1.00", "<pay:Amount>9.00");
        return world.standIn.transport.post({ ...request, body: new TextEncoder().encode(text) });
      },
    };
    const loading = world.start({ transport });
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });

    await loading.runSend();

    expect((await loading.summary(taskId)).haltedBy).toMatchObject({ code: "AUT011005" });
    expect(world.standIn.packets()).toEqual([]);
  });

  test("the rights of organisations, and the pace of polls", async () => {
    const world = createLoadingWorld({ keys, standIn: { organisations: [unknownGuid] } });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });
    await loading.runSend();
    expect((await loading.summary(taskId)).haltedBy).toMatchObject({ code: "AUT011003" });

    const hasty = createLoadingWorld({
      keys,
      standIn: { processing: { untilProcessingMs: 0, untilDoneMs: 30 * second } },
    });
    const impatient = hasty.start({ policy: { pollDelaysMs: [second] } });
    await impatient.loadPayments({ taskId, payments: supplierPayments(1) });
    const summary = await runToRest(hasty, impatient, taskId);
    expect(hasty.standIn.pollingViolations()).toBeGreaterThan(0);
    expect(summary.state).toBe("done");
  });
});

describe("answers that are not signed by whom they should be", () => {
  const trust = { trustAnchors: [keys.root] };

  test("are not believed when the host says whom to believe", async () => {
    const world = createLoadingWorld({ keys, standIn: { signer: keys.stranger } });
    const loading = world.start({ answerTrust: trust });
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });

    const summary = await runToRest(world, loading, taskId);

    expect(summary).toMatchObject({ state: "attention", byStatus: { unknown: { count: 1 } } });
    expect(world.events.some(({ payload }) => payload["anomaly"] === "unverified-answer")).toBe(true);
  });

  test("are told from those that are", async () => {
    const world = createLoadingWorld({
      keys,
      standIn: { answerStyle: { prefixes: { soap: "env", base: "ns4", pay: "ns13" } } },
    });
    const loading = world.start({ answerTrust: trust });
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });

    expect((await runToRest(world, loading, taskId)).state).toBe("done");
  });
});
