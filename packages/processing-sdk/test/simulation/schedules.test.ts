import {
  everyFault,
  generateSchedule,
  printFailure,
  printSchedule,
  type Step,
  shrink,
  simulate,
} from "@opora/processing-sdk/simulation";
import { expect, test } from "vitest";

const typesIn = (step: Step): readonly string[] => {
  if (step.type === "crash" || step.type === "disconnect") return [step.type, ...typesIn(step.during)];
  if (step.type === "together") return [step.type, ...step.steps.flatMap(typesIn)];
  return [step.type];
};

test("the same seed and index draw the same schedule, others draw others", () => {
  const drawn = printSchedule(generateSchedule({ seed: 7, index: 3 }));

  expect(printSchedule(generateSchedule({ seed: 7, index: 3 }))).toBe(drawn);
  expect(printSchedule(generateSchedule({ seed: 7, index: 4 }))).not.toBe(drawn);
  expect(printSchedule(generateSchedule({ seed: 8, index: 3 }))).not.toBe(drawn);
});

test("schedules have 60 to 80 steps, and among many of them is every kind of step", () => {
  const schedules = Array.from({ length: 200 }, (_, index) => generateSchedule({ seed: 1, index }));
  const types = new Set(schedules.flat().flatMap(typesIn));

  expect(Math.min(...schedules.map(({ length }) => length))).toBe(60);
  expect(Math.max(...schedules.map(({ length }) => length))).toBe(80);
  expect([...types].sort()).toEqual(
    [
      "backUp",
      "crash",
      "cycle",
      "deliver",
      "disconnect",
      "elapse",
      "execute",
      "external",
      "life",
      "lose",
      "repeat",
      "request",
      "restore",
      "rootWork",
      "run",
      "send",
      "skew",
      "together",
    ].sort(),
  );
});

test("a schedule without faults has none", () => {
  const schedules = Array.from({ length: 100 }, (_, index) => generateSchedule({ seed: 1, index, faults: [] }));
  const types = new Set(schedules.flat().flatMap(typesIn));

  for (const type of ["crash", "disconnect", "elapse", "lose", "repeat", "restore", "skew"]) {
    expect(types).not.toContain(type);
  }
});

test("a failing schedule shrinks to the steps that it takes, with small numbers", async () => {
  const noise: readonly Step[] = Array.from({ length: 20 }, (_, index) => ({
    type: "execute",
    at: "a",
    command: { type: "topUp", id: `n${index}`, accountId: "bonus", amount: 5n },
  }));
  const crash: Step = { type: "crash", at: "root", call: 9, during: { type: "rootWork" } };
  const topUp: Step = {
    type: "execute",
    at: "root",
    command: { type: "topUp", id: "x", accountId: "bonus", amount: 40n },
  };

  const shrunk = await shrink([...noise, topUp, ...noise.slice(0, 7), crash, ...noise.slice(7)], {
    protocol: "seed",
    packetSize: 3,
    invariants: ["noLoss"],
  });

  expect(shrunk).toHaveLength(2);
  expect(shrunk[1]).toEqual({ ...crash, call: 1 });
  expect(printSchedule(shrunk)).toMatch(/amount: 1n/);
});

test("a failure is printed with seed, index, and the shortest schedule as TypeScript", async () => {
  const { firstFailure } = await simulate({ protocol: "seed", seed: 5, runs: 10, packetSize: 3, faults: everyFault });

  expect(firstFailure && printFailure(firstFailure)).toMatch(
    /^Schedule \d+ of seed 5 breaks \w+ after step \d+: .+\.\nThe shortest schedule found \(\d+ steps\) breaks .+:\n\[\n {2}\{ type: /,
  );
});

test.each([
  { options: { seed: 1.5, runs: 1 }, path: "seed" },
  { options: { seed: 1, runs: 0 }, path: "runs" },
  { options: { seed: 1, runs: 1, packetSize: 0 }, path: "packetSize" },
  { options: { seed: 1, runs: 1, speed: 1 }, path: "speed" },
])("options that are wrong at $path are refused", async ({ options, path }) => {
  await expect(simulate(options)).rejects.toMatchObject({ code: "PROCESSING_OPTIONS_INVALID", details: { path } });
});
