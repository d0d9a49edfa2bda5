import { runReadme } from "@opora/test-support";
import { expect, test } from "vitest";

test("the program in the README prints what its comments say", async () => {
  const { printed, promised } = await runReadme("processing-sdk");

  expect(promised.length).toBeGreaterThan(1);
  expect(printed).toEqual(promised);
});
