import { generateSchedule, runSchedule } from "@opora/processing-sdk/simulation";
import { expect, test } from "vitest";

test("a schedule runs the same way every time: the same outcomes, the same balances after every step", async () => {
  for (let index = 0; index < 40; index += 1) {
    const schedule = generateSchedule({ seed: 11, index });
    const packetSize = index % 2 === 0 ? 1 : 3;

    const first = await runSchedule(schedule, { packetSize });
    const second = await runSchedule(schedule, { packetSize });

    expect(second).toEqual(first);
    expect(first.history).toHaveLength(schedule.length);
  }
});
