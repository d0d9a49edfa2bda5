import { runSchedule, type Schedule, type Step } from "@opora/processing-sdk/simulation";
import { expect, test } from "vitest";

const pay = (at: "root" | "a", total: bigint): Step => ({
  type: "execute",
  at,
  command: { type: "pay", id: "d2", total, currency: "RUB", from: { accountId: "payment" } },
});

const topUp = (at: "root", id: string, accountId: string, amount: bigint): Step => ({
  type: "execute",
  at,
  command: { type: "topUp", id, accountId, amount },
});

interface Found {
  readonly found: string;
  readonly schedule: Schedule;
  /** What a step of it must come to, so that the schedule still goes where it went. */
  readonly outcome: string;
}

// The shortest schedules of what drawn ones found in this package.
const schedules: readonly Found[] = [
  {
    found: "a repetition was answered with the document of another centre, which had used the id too",
    schedule: [
      pay("a", 16n),
      pay("root", 1n),
      { type: "life", at: "a", command: { type: "topUp", id: "d3", accountId: "bonus", amount: 10n } },
      // The line that a waiting caller's node has to the root loses some of what it carries.
      pay("a", 16n),
      pay("a", 16n),
      pay("a", 16n),
    ],
    outcome: "repeated",
  },
  {
    found: "a document came back from the archive under its number from before a restore, and was archived once more",
    schedule: [
      topUp("root", "d4", "quota", 1n),
      topUp("root", "d5", "bonus", 1n),
      {
        type: "execute",
        at: "a",
        command: { type: "pay", id: "d11", total: 3n, currency: "RUB", from: { accountId: "payment" } },
      },
      { type: "cycle", at: "a" },
      { type: "rootWork" },
      { type: "restore", at: "root", isDeclared: true },
      { type: "life", at: "a", command: { type: "topUp", id: "d22", accountId: "quota", amount: 5n } },
      { type: "execute", at: "b", command: { type: "refund", id: "d16", documentId: "d11", amount: 3n } },
    ],
    outcome: "accepted",
  },
];

test.each(schedules)("holds now: $found", async ({ schedule, outcome: wanted }) => {
  const { history, verdict } = await runSchedule(schedule, { packetSize: 3 });

  expect(verdict).toEqual({ status: "held" });
  expect(history.map(({ outcome }) => outcome)).toContain(wanted);
});
