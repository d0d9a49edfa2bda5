import { createSeededRandom, type SeededRandom } from "@opora/core/testing";
import type { Loading, LoadingOptions } from "@opora/gis-sdk";
import { createCrashPoints, SimulatedCrash, type StandInFault, type StandInRequestView } from "@opora/gis-sdk/testing";
import { describe, expect, test } from "vitest";
import { minute } from "../loading-fixtures.js";
import { paymentsOf } from "../loading-payments.js";
import { createLoadingWorld, createTestKeys, decideByLooking, type LoadingWorld, runToRest } from "../loading-world.js";

const keys = createTestKeys();
const taskId = "register";
const count = 7;
const expected = { count, amountKopecks: 2_800n };

const busy = { code: "EXP001000", message: "Попробуйте осуществить передачу повторно" };
const lineFaults: readonly StandInFault[] = [
  { kind: "soap-fault", ...busy },
  { kind: "gateway", status: 502, body: "<html><title>Bad Gateway</title></html>" },
  { kind: "gateway", status: 502, body: "<html/>", processing: "processed" },
  { kind: "gateway", status: 400, body: "" },
  { kind: "cut", moment: "before-answer", processing: "not-processed" },
  { kind: "cut", moment: "before-answer", processing: "processed" },
  { kind: "cut", moment: "amid-answer", processing: "processed" },
  { kind: "stall", moment: "amid-answer", processing: "processed" },
];
const importFaults: readonly StandInFault[] = [
  ...lineFaults,
  { kind: "refuse-packet", code: "EXP001000", description: busy.message },
  { kind: "forget-packet" },
];
const pollFaults: readonly StandInFault[] = [...lineFaults, { kind: "soap-fault", code: "AUT011003", message: "…" }];
/** Said twice in a row it is believed, and then an operator's packet is sent again; a supplier's could come twice. */
const operatorPollFaults: readonly StandInFault[] = [
  ...pollFaults,
  { kind: "state-error", code: "EXP001000", description: busy.message },
];

/** A third of the requests fail, in a way that the seed chooses. */
function faultPlan(
  random: SeededRandom,
  profile: LoadingOptions["profile"],
): (request: StandInRequestView) => StandInFault | undefined {
  return ({ operation }) => {
    if (random.below(3) > 0) return undefined;
    const faultsOfPolls = profile === "supplier" ? pollFaults : operatorPollFaults;
    const faults = operation === "getState" ? faultsOfPolls : importFaults;
    return faults[random.below(faults.length)];
  };
}

function createWorld(seed: number, profile: LoadingOptions["profile"]): LoadingWorld {
  const random = createSeededRandom(seed);
  return createLoadingWorld({
    keys,
    seed,
    profile,
    standIn: {
      plan: faultPlan(random, profile),
      processing: () => ({ untilProcessingMs: random.below(20_000), untilDoneMs: 20_000 + random.below(30 * minute) }),
      answerStyle: () => ({
        guidCase: random.below(2) === 0 ? "upper" : "lower",
        guidPadding: random.below(2) === 0 ? "spaces" : "none",
        order: "shuffled",
        doubled: random.below(3),
        foreign: random.below(3),
        prefixes: { soap: "env", base: `ns${random.below(20)}`, pay: "p" },
      }),
      ...(profile === "supplier" ? { repeatedPayments: "load-again" as const } : {}),
    },
  });
}

/** Two instances at once, one of which dies now and then and is started anew. */
async function liveDangerously(world: LoadingWorld, random: SeededRandom, loading: Loading): Promise<void> {
  for (let life = 0; life < 4; life += 1) {
    const points = createCrashPoints({ crashAt: 1 + random.below(60) });
    const ports = { store: points.store(world.store), transport: points.transport(world.standIn.transport) };
    const mortal = world.start({ ...ports, packetSize: 2, policy: { attemptLimit: 1000 } });
    const lives = [
      mortal.runSend({ taskId }),
      mortal.runPoll({ taskId }),
      loading.runSend({ taskId }),
      loading.runPoll({ taskId }),
    ];
    for (const outcome of await Promise.allSettled(lives)) {
      if (outcome.status === "rejected" && !(outcome.reason instanceof SimulatedCrash)) throw outcome.reason;
    }
    world.clock.advance(random.below(10 * minute));
  }
}

describe("with faults, deaths and two instances at once", () => {
  test.each(Array.from({ length: 25 }, (_, index) => index + 1))(
    "an operator's register comes to GIS whole and once (seed %i)",
    async (seed) => {
      const world = createWorld(seed, "operator139");
      const loading = world.start({ packetSize: 2, policy: { attemptLimit: 1000 } });
      await loading.loadPayments({ taskId, payments: paymentsOf.operator139(count) });

      await liveDangerously(world, createSeededRandom(seed + 500), loading);
      const summary = await runToRest(world, loading, taskId);

      const { loaded, already_loaded } = summary.byStatus;
      expect(summary.state).toBe("done");
      expect(loaded.count + already_loaded.count).toBe(count);
      expect(world.standIn.totals()).toEqual(expected);
      expect(world.standIn.loadedPayments()).toHaveLength(count);
    },
  );

  test.each(Array.from({ length: 25 }, (_, index) => index + 101))(
    "a supplier's register comes to GIS whole and once, with a person's help (seed %i)",
    async (seed) => {
      const world = createWorld(seed, "supplier");
      const loading = world.start({ packetSize: 2, policy: { attemptLimit: 1000 } });
      await loading.loadPayments({ taskId, payments: paymentsOf.supplier(count) });

      await liveDangerously(world, createSeededRandom(seed + 500), loading);
      let summary = await runToRest(world, loading, taskId);
      for (let round = 0; summary.state === "attention"; round += 1) {
        expect(round).toBeLessThan(50);
        // GIS may still be working on a packet whose acknowledgement was lost.
        world.clock.advance(60 * minute);
        await decideByLooking(world, loading, taskId);
        summary = await runToRest(world, loading, taskId, { untilMs: Number.MAX_SAFE_INTEGER });
      }

      expect(summary.state).toBe("done");
      expect(summary.byStatus.loaded).toEqual(expected);
      expect(world.standIn.totals()).toEqual(expected);
      expect(world.standIn.loadedPayments()).toHaveLength(count);
    },
  );
});
