import { createScheduleRunner, generateSchedule, type RunSchedule } from "@opora/processing-sdk/simulation";
import { expect, test } from "vitest";

test("a schedule runs the same way every time: the same outcomes, the same balances after every step", async () => {
  const runners = [await createScheduleRunner({ packetSize: 1 }), await createScheduleRunner({ packetSize: 3 })];
  for (let index = 0; index < 40; index += 1) {
    const run = runners[index % 2] as RunSchedule;
    const schedule = generateSchedule({ seed: 11, index });

    const first = await run(schedule);
    const second = await run(schedule);

    expect(second).toEqual(first);
    expect(first.history).toHaveLength(schedule.length);
  }
});
