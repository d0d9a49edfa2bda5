import {
  createScheduleRunner,
  type NodeName,
  type RunSchedule,
  type Schedule,
  type Step,
} from "@opora/processing-sdk/simulation";
import { describe, expect, test } from "vitest";

const pay = (at: NodeName, id: string, total: bigint): Step => ({
  type: "execute",
  at,
  command: { type: "pay", id, total, currency: "RUB", from: { accountId: "bonus" } },
});
const topUp = (at: NodeName, id: string, amount: bigint): Step => ({
  type: "execute",
  at,
  command: { type: "topUp", id, accountId: "bonus", amount },
});
const exchange = (from: "a" | "b", message: "push" | "pull"): readonly Step[] => [
  { type: "send", from, message },
  { type: "deliver", pick: 0 },
  { type: "deliver", pick: 0 },
];

interface Scenario {
  readonly name: string;
  readonly steps: Schedule;
  /** Whose process dies. */
  readonly nodes: readonly NodeName[];
}

const scenarios: readonly Scenario[] = [
  {
    name: "a payment at a child goes up, is settled and archived, and comes down",
    nodes: ["root", "a"],
    steps: [
      pay("a", "d1", 5n),
      ...exchange("a", "push"),
      { type: "run", at: "root", duty: "settle" },
      { type: "run", at: "root", duty: "archive" },
      ...exchange("a", "pull"),
      { type: "cycle", at: "b" },
    ],
  },
  {
    name: "a document is backed up and cleaned up everywhere",
    nodes: ["root", "a"],
    steps: [
      topUp("a", "d1", 5n),
      { type: "cycle", at: "a" },
      { type: "rootWork" },
      { type: "backUp", at: "root" },
      { type: "cycle", at: "a" },
      { type: "elapse", days: 11 },
      { type: "run", at: "a", duty: "cleanup" },
      { type: "run", at: "root", duty: "cleanup" },
      topUp("a", "d1", 5n),
    ],
  },
  {
    name: "a root comes back from a backup, a child sends again",
    nodes: ["root", "a"],
    steps: [
      { type: "backUp", at: "root" },
      pay("a", "d1", 5n),
      { type: "cycle", at: "a" },
      { type: "run", at: "root", duty: "settle" },
      { type: "restore", at: "root", isDeclared: true },
      { type: "cycle", at: "a" },
      { type: "rootWork" },
      { type: "cycle", at: "a" },
    ],
  },
  {
    name: "a child comes back from a backup and begins anew",
    nodes: ["root", "a"],
    steps: [
      { type: "backUp", at: "a" },
      pay("a", "d1", 5n),
      { type: "cycle", at: "a" },
      { type: "restore", at: "a", isDeclared: false },
      topUp("a", "d2", 3n),
      { type: "cycle", at: "a" },
      { type: "rootWork" },
      { type: "cycle", at: "a" },
      pay("a", "d3", 4n),
    ],
  },
  {
    name: "requests and external documents are executed",
    nodes: ["root"],
    steps: [
      { type: "request", command: { type: "topUp", id: "d1", accountId: "bonus", amount: 5n } },
      { type: "external", source: "bank", number: "1", account: "payment", amount: 7n },
      { type: "external", source: "bank", number: "2", account: "payment", amount: -3n },
      { type: "run", at: "root", duty: "requests" },
      { type: "run", at: "root", duty: "imports" },
      { type: "run", at: "root", duty: "totals" },
    ],
  },
  {
    name: "money is reserved, captured and released, allotments are granted and spent",
    nodes: ["root", "a"],
    steps: [
      {
        type: "execute",
        at: "root",
        command: {
          type: "reserve",
          id: "d1",
          total: 9n,
          currency: "RUB",
          from: { accountId: "bonus" },
          expiresAt: new Date("2026-01-20T00:00:00Z"),
        },
      },
      { type: "execute", at: "root", command: { type: "capture", id: "d2", reservationId: "d1", amount: 4n } },
      {
        type: "execute",
        at: "root",
        command: { type: "allot", id: "d3", accountId: "quota", nodeId: "a", amount: 5n },
      },
      { type: "cycle", at: "a" },
      {
        type: "execute",
        at: "a",
        command: { type: "pay", id: "d4", total: 15n, currency: "RUB", from: { accountId: "quota" } },
      },
      { type: "cycle", at: "a" },
      { type: "run", at: "root", duty: "settle" },
      { type: "run", at: "root", duty: "expire" },
    ],
  },
];

/** Lets the process of a node die at each use of the store in one step; resolves with how many there were. */
async function dieInStep(run: RunSchedule, steps: Schedule, index: number, at: NodeName): Promise<number> {
  for (let call = 1; ; call += 1) {
    const during = steps[index] as Step;
    const schedule = steps.with(index, { type: "crash", at, call, during });
    const { history, verdict } = await run(schedule);
    expect(verdict, `${at} died at use ${call} in step ${index}`).toEqual({ status: "held" });
    if (history[index]?.outcome.endsWith("started again") !== true) return call - 1;
  }
}

describe("a process that dies at any use of its store loses nothing and doubles nothing, when", () => {
  test.each(scenarios)("$name", { timeout: 600_000 }, async ({ steps, nodes }) => {
    let deaths = 0;
    for (const packetSize of [1, 3]) {
      const run = await createScheduleRunner({ packetSize });
      for (const at of nodes) {
        for (let index = 0; index < steps.length; index += 1) {
          deaths += await dieInStep(run, steps, index, at);
        }
      }
    }

    expect(deaths).toBeGreaterThan(20);
  });
});
