import { runSchedule, type Schedule, type Step } from "@opora/processing-sdk/simulation";
import { expect, test } from "vitest";

const pay = (at: "root" | "a", total: bigint): Step => ({
  type: "execute",
  at,
  command: { type: "pay", id: "d2", total, currency: "RUB", from: { accountId: "payment" } },
});

interface Found {
  readonly found: string;
  readonly schedule: Schedule;
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
  },
];

test.each(schedules)("holds now: $found", async ({ schedule }) => {
  const { history, verdict } = await runSchedule(schedule, { packetSize: 3 });

  expect(verdict).toEqual({ status: "held" });
  expect(history.map(({ outcome }) => outcome)).toContain("repeated");
});
