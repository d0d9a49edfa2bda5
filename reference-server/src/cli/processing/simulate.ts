import { everyFault, everyInvariant, printFailure, simulate } from "@opora/processing-sdk/simulation";
import { plainJson } from "../../processing/plain-json.js";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import type { CommandReport } from "../report.js";
import { UsageError } from "../usage-error.js";

/** Options of `opora processing simulate`. */
export interface SimulateArguments {
  readonly seed: number;
  readonly runs: number;
  readonly packetSize: number;
  readonly steps?: number;
  readonly protocol: "opora" | "seed";
  readonly reading: "literal" | "clamped";
  readonly faults?: readonly string[];
  readonly invariants?: readonly string[];
  readonly json?: true;
}

/** Runs drawn schedules until one breaks an invariant. */
export async function simulateCommand(context: CommandContext, options: SimulateArguments): Promise<CommandReport> {
  const { seed, runs, packetSize, protocol, reading } = options;
  const report = await simulate({
    ...{ seed, runs, packetSize, protocol, reading, signal: context.signal },
    ...(options.steps !== undefined && { steps: options.steps }),
    ...(options.faults !== undefined && { faults: namesOf("--faults", options.faults, everyFault) }),
    ...(options.invariants !== undefined && {
      invariants: namesOf("--invariants", options.invariants, everyInvariant),
    }),
  });
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

function namesOf<Name extends string>(
  option: string,
  given: readonly string[],
  known: readonly Name[],
): readonly Name[] {
  const names = given.filter((name) => name !== "none");
  const unknown = names.find((name) => !(known as readonly string[]).includes(name));
  if (unknown !== undefined) throw new UsageError(`${option}: ${unknown} is none of ${known.join(", ")}`);
  return known.filter((name) => names.includes(name));
}
