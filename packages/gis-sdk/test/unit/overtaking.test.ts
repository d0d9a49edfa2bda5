import type { GisTransport, Loading } from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import { at, hour, minute, second } from "../loading-fixtures.js";
import { operator139Payments, supplierPayments } from "../loading-payments.js";
import { createLoadingWorld, createTestKeys, type LoadingWorld, runToRest } from "../loading-world.js";

const keys = createTestKeys();
const taskId = "register";

/** An instance whose first request takes so long that `meanwhile` happens before its answer. */
function slow({ standIn }: LoadingWorld, meanwhile: () => Promise<void>): GisTransport {
  let isFirst = true;
  return {
    post: async (request) => {
      const response = await standIn.transport.post(request);
      if (isFirst) {
        isFirst = false;
        await meanwhile();
      }
      return response;
    },
  };
}

async function stateOf({ store }: LoadingWorld): Promise<string | undefined> {
  return (await store.findPacket({ taskId, number: 1 }))?.state;
}

describe("an instance that is slower than its claim", () => {
  test("still brings the acknowledgement of a packet that another gave up", async () => {
    const world = createLoadingWorld({ keys });
    const other = world.start();
    const states: unknown[] = [];
    const transport = slow(world, async () => {
      world.clock.advance(hour);
      await other.runSend();
      states.push(await stateOf(world));
    });
    const one = world.start({ transport });
    await one.loadPayments({ taskId, payments: supplierPayments(2) });

    await one.runSend();

    expect([...states, await stateOf(world)]).toEqual(["unknown", "acked"]);
    expect(await runToRest(world, other, taskId)).toMatchObject({ state: "done", byStatus: { loaded: { count: 2 } } });
    expect(world.standIn.packets()).toHaveLength(1);
  });

  test("changes nothing when another has sent the packet anew, and its answer is kept all the same", async () => {
    const world = createLoadingWorld({ keys, profile: "operator139" });
    const other = world.start();
    const transport = slow(world, async () => {
      world.clock.advance(hour);
      await other.runSend();
      world.clock.advance(hour);
      await other.runSend();
    });
    const one = world.start({ transport });
    await one.loadPayments({ taskId, payments: operator139Payments(2) });

    const report = await one.runSend();
    const summary = await runToRest(world, other, taskId);

    expect(report.packets).toMatchObject([{ state: "acked" }]);
    expect(summary).toMatchObject({ state: "done", byStatus: { already_loaded: { count: 2 } } });
    expect(world.standIn.loadedPayments()).toHaveLength(2);
    const exchanges = await world.store.listExchanges({ taskId, number: 1 });
    expect(exchanges.filter(({ request }) => request.kind === "send").map(({ outcome }) => outcome?.status)).toEqual([
      200, 200,
    ]);
    expect(world.events.filter(({ payload }) => payload["anomaly"] === "late-answer")).toHaveLength(1);
  });

  test("does not send what another has taken over while it was signing", async () => {
    const world = createLoadingWorld({ keys });
    const other = world.start();
    let isFirst = true;
    const one = world.start({
      signer: {
        certificate: keys.ours.certificate,
        chain: keys.ours.chain,
        sign: async (request) => {
          if (isFirst) {
            isFirst = false;
            world.clock.advance(hour);
            await other.runSend();
          }
          return keys.ours.sign(request);
        },
      },
    });
    await one.loadPayments({ taskId, payments: supplierPayments(1) });

    const report = await one.runSend();

    expect(report.packets).toMatchObject([{ state: "taken-over" }]);
    expect(world.standIn.packets()).toHaveLength(1);
  });
});

describe("a packet that is changed while it is asked about", () => {
  async function acked(meanwhile: (world: LoadingWorld, loading: Loading) => Promise<void>) {
    const world = createLoadingWorld({
      keys,
      standIn: { processing: { untilProcessingMs: 0, untilDoneMs: 30 * minute } },
    });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });
    await loading.runSend();
    world.clock.set(at(30 * minute));
    const polling = world.start({ transport: slow(world, () => meanwhile(world, loading)) });
    await polling.runPoll();
    return world;
  }

  test("by the alarm gets its answer all the same", async () => {
    const world = await acked(async (_world, loading) => {
      expect((await loading.runAlarms()).stalled).toHaveLength(1);
    });

    expect(await stateOf(world)).toBe("applied");
  });

  test("by another instance, whose answer came first, gets it once", async () => {
    const world = await acked(async ({ clock }, loading) => {
      clock.advance(hour);
      await loading.runPoll();
    });

    expect(await stateOf(world)).toBe("applied");
    expect(world.events.filter(({ name }) => name === "gis.payment.loaded")).toHaveLength(1);
    expect(world.events.filter(({ payload }) => payload["anomaly"] === "late-answer")).toHaveLength(1);
    const exchanges = await world.store.listExchanges({ taskId, number: 1 });
    expect(exchanges.map(({ request, outcome }) => [request.kind, outcome?.status])).toEqual([
      ["send", 200],
      ["poll", 200],
      ["poll", 200],
    ]);
  });
});

describe("a poll", () => {
  test("that is aborted on the way changes nothing but its next time", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: supplierPayments(1) });
    await loading.runSend();
    world.clock.advance(10 * second);
    const controller = new AbortController();
    const transport: GisTransport = {
      post: (request, options) => {
        controller.abort();
        return world.standIn.transport.post(request, options);
      },
    };

    await world.start({ transport }).runPoll({ signal: controller.signal });

    expect(await stateOf(world)).toBe("acked");
    expect((await runToRest(world, loading, taskId)).state).toBe("done");
  });
});
