import { printFailure, simulate } from "@opora/processing-sdk/simulation";
import { plainJson } from "../../processing/plain-json.js";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import type { CommandReport } from "../report.js";

/** Options of `opora processing simulate`. */
export interface SimulateArguments {
  readonly seed: number;
  readonly runs: number;
  readonly packetSize: number;
  readonly protocol: "opora" | "seed";
  readonly reading: "literal" | "clamped";
  readonly json?: true;
}

/** Runs drawn schedules until one breaks an invariant. */
export async function simulateCommand(context: CommandContext, options: SimulateArguments): Promise<CommandReport> {
  const { seed, runs, packetSize, protocol, reading } = options;
  const report = await simulate({ seed, runs, packetSize, protocol, reading, signal: context.signal });
  const { firstFailure } = report;
  return {
    exitCode: firstFailure === undefined ? exitCode.ok : exitCode.refused,
    json: plainJson({ ...report, firstFailure: firstFailure ?? null }),
    lines: [
      `${report.runs} schedules of seed ${seed}, packet size ${packetSize}: ${report.violations} violations`,
      ...(firstFailure === undefined ? [] : [printFailure(firstFailure)]),
    ],
  };
}
