import { describe, expect, test } from "vitest";
import { copyPackage, type Mutation, mutate, simulateCopy } from "./mutant.js";
import { mutations } from "./mutations.js";

const seed = 1;
const timeout = 600_000;

const optionsOf = ({ within, options }: Pick<Mutation, "within" | "options">) => ({
  seed,
  runs: within,
  packetSize: 1,
  failures: "as-found" as const,
  ...options,
});

describe("the simulation tells when", () => {
  test.each(mutations)("$name", { timeout }, async (mutation) => {
    const folder = await copyPackage();
    await mutate(folder, mutation);

    const { runs, violation } = await simulateCopy(folder, optionsOf(mutation));

    expect(violation, `nothing was found in ${runs} schedules`).toBeDefined();
  });
});

test("the simulation finds nothing in a copy that was not changed", { timeout }, async () => {
  const finding = await simulateCopy(await copyPackage(), optionsOf({ within: 300 }));

  expect(finding).toEqual({ runs: 300 });
});
