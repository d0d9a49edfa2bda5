import { describe, expect, test } from "vitest";
import { at, second } from "../loading-fixtures.js";
import { createLoadingWorld, createTestKeys, paymentsOf, runToRest } from "../loading-world.js";

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

  test("is done within the time that the first poll allows", async () => {
    const world = createLoadingWorld({ keys });
    const loading = world.start();
    await loading.loadPayments({ taskId, payments: paymentsOf.supplier(1) });

    await runToRest(world, loading, taskId);

    expect(world.clock.now()).toEqual(at(10 * second));
  });
});
