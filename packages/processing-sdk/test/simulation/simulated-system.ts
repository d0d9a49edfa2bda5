import { setImmediate } from "node:timers/promises";
import { printFailure, simulate } from "@opora/processing-sdk/simulation";

/** Draws the same schedules in every run, unless somebody asks for others. */
const seed = Number(process.env["OPORA_SIMULATION_SEED"] ?? 20_260_122);
const runsInAll = Number(process.env["OPORA_SIMULATION_RUNS"] ?? 1_000);
const runsAtOnce = 250;

/** Longer than any machine needs. */
export const simulationTimeoutMs = 3_600_000;

/** Runs half of the schedules with a packet size; throws with the shortest schedule that breaks an invariant. */
export async function simulateHalf(packetSize: number): Promise<number> {
  const runs = Math.ceil(runsInAll / 2);
  for (let first = 0; first < runs; first += runsAtOnce) {
    const report = await simulate({ seed, first, runs: Math.min(runsAtOnce, runs - first), packetSize });
    if (report.firstFailure !== undefined) throw new Error(printFailure(report.firstFailure));
    // The test runner wants to hear from its worker now and then.
    await setImmediate();
  }
  return runs;
}
