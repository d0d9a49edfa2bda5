import {
  type Fault,
  type Invariant,
  runSchedule,
  type SimulationFailure,
  simulate,
  type WorldOptions,
} from "@opora/processing-sdk/simulation";
import { describe, expect, test } from "vitest";

interface Row {
  readonly failure: string;
  readonly reading: "literal" | "clamped";
  readonly faults: readonly Fault[];
  readonly invariants: readonly Invariant[];
  readonly within: number;
  /** Steps of the shortest schedule that shows it. */
  readonly stepsMax: number;
  readonly message: RegExp;
}

const rows: readonly Row[] = [
  {
    failure: "one movement puts the cursor of a child ahead of the root, when the guide is read as it stands",
    reading: "literal",
    faults: [],
    invariants: ["monotone"],
    within: 2,
    stepsMax: 1,
    message: /^a is at 6, the root at 4$/,
  },
  {
    failure: "what a child did that was offline for longer than the retention is booked twice",
    reading: "clamped",
    faults: ["network", "clock"],
    invariants: ["exactlyOnce"],
    within: 100,
    stepsMax: 5,
    message: /^the root has (28 on \w+, should have 29|32 on \w+, should have 31)$/,
  },
  {
    failure: "a child's own movement disappears from its balance when a row of the root arrives",
    reading: "clamped",
    faults: [],
    invariants: ["view"],
    within: 5,
    stepsMax: 5,
    message: /^[ab] shows 31 on \w+, should show 32$/,
  },
  {
    failure: "a crash between the insert into the archive and the note of it archives a document twice",
    reading: "clamped",
    faults: ["crash"],
    invariants: ["noLoss"],
    within: 50,
    stepsMax: 3,
    message: /^d\d+ is 2 times in the archive$/,
  },
  {
    failure: "a payment that is repeated at another node is charged twice",
    reading: "clamped",
    faults: ["sameId"],
    invariants: ["exactlyOnce"],
    within: 50,
    stepsMax: 2,
    message: /^the root has 28 on \w+, should have 29$/,
  },
  {
    failure: "a document of an account that was blocked meanwhile is never booked",
    reading: "clamped",
    faults: ["block"],
    invariants: ["liveness"],
    within: 20,
    stepsMax: 2,
    message: /^documents wait for ever$/,
  },
];

const worldOf = ({ reading, invariants }: Row): WorldOptions => ({
  protocol: "seed",
  packetSize: 3,
  reading,
  invariants,
});

async function findFailure(row: Row): Promise<SimulationFailure> {
  const report = await simulate({ ...worldOf(row), seed: 1, runs: row.within, faults: row.faults });
  if (report.firstFailure === undefined) throw new Error(`Nothing was found in ${row.within} runs.`);
  return report.firstFailure;
}

describe("the algorithm that the SDK replaces", () => {
  test.each(rows)("fails within $within runs: $failure", async (row) => {
    const { shrunk, shrunkViolation } = await findFailure(row);

    expect(shrunk.length).toBeLessThanOrEqual(row.stepsMax);
    expect(shrunkViolation.message).toMatch(row.message);
  });

  test("archives a document twice that was sent, but not acknowledged, before the long time offline", async () => {
    const { verdict } = await runSchedule(
      [
        { type: "execute", at: "a", command: { type: "topUp", id: "d1", accountId: "bonus", amount: 1n } },
        { type: "send", from: "a", message: "push" },
        { type: "deliver", pick: 0 },
        { type: "lose", pick: 0 },
        { type: "elapse", days: 12 },
        { type: "rootWork" },
      ],
      { protocol: "seed", packetSize: 3, reading: "clamped", invariants: ["noLoss"] },
    );

    expect(verdict).toMatchObject({ violation: { invariant: "noLoss", message: "d1 is 2 times in the archive" } });
  });

  test("gives money back that was spent: 30 on the account, 61 paid out at one till", async () => {
    const pay = (id: string, total: bigint) =>
      ({
        type: "execute",
        at: "a",
        command: { type: "pay", id, total, currency: "RUB", from: { accountId: "bonus" } },
      }) as const;
    const { history, verdict } = await runSchedule(
      [
        pay("d1", 30n),
        { type: "execute", at: "root", command: { type: "topUp", id: "d2", accountId: "bonus", amount: 1n } },
        { type: "cycle", at: "a" },
        pay("d3", 31n),
        { type: "cycle", at: "a" },
        { type: "rootWork" },
      ],
      { protocol: "seed", packetSize: 3, reading: "clamped", invariants: ["exactlyOnce"] },
    );

    expect(verdict.status).toBe("held");
    expect(history.at(-1)?.shown).toMatch(/^root: bonus -30,/);
  });
});
