import type { GisStore, Loading, LoadingOptions } from "@opora/gis-sdk";
import {
  createCrashPoints,
  createMemoryGisStore,
  type GisStandInOptions,
  SimulatedCrash,
} from "@opora/gis-sdk/testing";
import { describe, expect, test } from "vitest";
import { paymentsOf } from "../loading-payments.js";
import { createLoadingWorld, createTestKeys, decideByLooking, type LoadingWorld, runToRest } from "../loading-world.js";

const keys = createTestKeys();
const taskId = "register";
const count = 3;
const expected = { count, amountKopecks: 600n };

type Profile = LoadingOptions["profile"];

function createWorld(profile: Profile, standIn: Partial<GisStandInOptions> = {}): LoadingWorld {
  return createLoadingWorld({ keys, profile, standIn });
}

/** One life of a process: takes the register in and works until nothing happens by itself. */
async function live(world: LoadingWorld, loading: Loading, profile: Profile) {
  await loading.loadPayments({ taskId, payments: paymentsOf[profile](count) });
  return runToRest(world, loading, taskId);
}

/** A process that dies at a point; another one then carries on. */
async function dieAndCarryOn(world: LoadingWorld, profile: Profile, crashAt: number) {
  const points = createCrashPoints({ crashAt });
  const ports = { store: points.store(world.store), transport: points.transport(world.standIn.transport) };
  const first = world.start({ ...ports, packetSize: 2 });
  await live(world, first, profile).catch((error: unknown) => {
    if (!(error instanceof SimulatedCrash)) throw error;
  });
  const second = world.start({ packetSize: 2 });
  return { second, summary: await live(world, second, profile) };
}

async function pointsOf(profile: Profile): Promise<readonly string[]> {
  const world = createWorld(profile);
  const points = createCrashPoints();
  const ports = { store: points.store(world.store), transport: points.transport(world.standIn.transport) };
  await live(world, world.start({ ...ports, packetSize: 2 }), profile);
  return points.passed();
}

describe("a process that dies at any point", () => {
  test.each(["operator", "operator139"] as const)(
    "of loading for the profile %s loses no payment and loads none twice",
    async (profile) => {
      const points = await pointsOf(profile);
      expect(points.length).toBeGreaterThan(50);
      for (let crashAt = 1; crashAt <= points.length; crashAt += 1) {
        const world = createWorld(profile);

        const { summary } = await dieAndCarryOn(world, profile, crashAt);

        const where = `died at ${crashAt}: ${points[crashAt - 1]}`;
        expect([where, summary.state]).toEqual([where, "done"]);
        expect([where, world.standIn.totals()]).toEqual([where, expected]);
        expect([where, world.standIn.loadedPayments().length]).toEqual([where, count]);
        const { loaded, already_loaded } = summary.byStatus;
        expect([where, loaded.amountKopecks + already_loaded.amountKopecks]).toEqual([where, expected.amountKopecks]);
        expect([where, world.standIn.pollingViolations()]).toEqual([where, 0]);
      }
    },
  );

  test("of loading for a supplier sends nothing again that may have arrived, and a person's look settles it", async () => {
    const points = await pointsOf("supplier");
    let asked = 0;
    for (let crashAt = 1; crashAt <= points.length; crashAt += 1) {
      // This one would load a repeated payment a second time.
      const world = createWorld("supplier", { repeatedPayments: "load-again" });

      const { second, summary } = await dieAndCarryOn(world, "supplier", crashAt);

      const where = `died at ${crashAt}: ${points[crashAt - 1]}`;
      expect([where, ["done", "attention"].includes(summary.state)]).toEqual([where, true]);
      if (summary.state === "attention") {
        asked += 1;
        await decideByLooking(world, second, taskId);
      }
      const settled = await runToRest(world, second, taskId);
      expect([where, settled.state]).toEqual([where, "done"]);
      expect([where, world.standIn.totals()]).toEqual([where, expected]);
      expect([where, settled.byStatus.loaded]).toEqual([where, expected]);
    }
    expect(asked).toBeGreaterThan(0);
  });

  test("and another that dies too, at any other point, lose nothing and load nothing twice", async () => {
    const points = await pointsOf("operator139");
    const stride = 11;
    for (let firstAt = 1; firstAt <= points.length; firstAt += stride) {
      for (let secondAt = 1; secondAt <= points.length; secondAt += stride) {
        const world = createWorld("operator139");
        await dieQuietly(world, firstAt);
        await dieQuietly(world, secondAt);

        const summary = await live(world, world.start({ packetSize: 2 }), "operator139");

        const where = `died at ${firstAt}, then at ${secondAt}`;
        expect([where, summary.state, world.standIn.totals()]).toEqual([where, "done", expected]);
        expect([where, world.standIn.loadedPayments().length]).toEqual([where, count]);
      }
    }
  });

  async function dieQuietly(world: LoadingWorld, crashAt: number): Promise<void> {
    const points = createCrashPoints({ crashAt });
    const ports = { store: points.store(world.store), transport: points.transport(world.standIn.transport) };
    await live(world, world.start({ ...ports, packetSize: 2 }), "operator139").catch((error: unknown) => {
      if (!(error instanceof SimulatedCrash)) throw error;
    });
  }
});

describe("the points at which a process may die", () => {
  test("stand before and after everything that becomes durable or leaves", async () => {
    const points = await pointsOf("operator139");

    for (const name of ["addBatch", "sealTask", "claimPackets", "commit", 'post "urn:getState"']) {
      expect(points).toContain(`before ${name}`);
      expect(points).toContain(`after ${name}`);
    }
  });

  test("kill every port of the process, not only the one that was called", async () => {
    const points = createCrashPoints({ crashAt: 1 });
    const store: GisStore = points.store(createMemoryGisStore());
    const transport = points.transport({ post: async () => ({ status: 200, body: new Uint8Array() }) });

    await expect(store.findTask("x")).rejects.toBeInstanceOf(SimulatedCrash);
    await expect(transport.post({ soapAction: "", body: new Uint8Array(), timeoutMs: 1 })).rejects.toBeInstanceOf(
      SimulatedCrash,
    );
  });
});
