import { join } from "node:path";
import type { SimulationOptions } from "@opora/processing-sdk/simulation";
import { suiteFolder } from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { buildProgram, type Mutation, runProgram } from "./mutant.js";
import { mutations } from "./mutations.js";

const timeout = 600_000;
const folder = suiteFolder();

const optionsOf = ({ within, options }: Mutation): SimulationOptions => ({
  seed: 1,
  runs: within,
  packetSize: 1,
  failures: "as-found",
  ...options,
});

/** The schedules of all mutations, each once. */
function everySchedule(): readonly SimulationOptions[] {
  const longest = new Map<string, Mutation>();
  for (const mutation of mutations) {
    const drawnBy = JSON.stringify(mutation.options ?? {});
    if (mutation.within > (longest.get(drawnBy)?.within ?? 0)) longest.set(drawnBy, mutation);
  }
  return [...longest.values()].map(optionsOf);
}

// Each runs in a process of its own: as many at a time as the test runner lets tests run concurrently.
describe.concurrent("the simulation tells when", () => {
  test("nothing is wrong, in all the schedules", { timeout }, async () => {
    const program = join(folder, "unchanged.mjs");
    await buildProgram(program);
    const schedules = everySchedule();

    const findings = await runProgram(program, schedules);

    expect(findings).toEqual(schedules.map(({ runs }) => ({ runs })));
  });

  test.each(mutations.map((mutation, index) => ({ ...mutation, index })))("$name", { timeout }, async (mutation) => {
    const program = join(folder, `mutant-${mutation.index}.mjs`);
    await buildProgram(program, mutation);

    const [finding] = await runProgram(program, [optionsOf(mutation)]);

    expect(finding?.violation, `nothing was found in ${finding?.runs} schedules`).toBeDefined();
  });
});
