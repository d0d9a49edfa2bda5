import { runReadme } from "@opora/test-support";
import { expect, test } from "vitest";

test("the program of the README prints what the README says", async () => {
  const { printed, promised } = await runReadme("core");
  expect(promised).toHaveLength(4);
  expect(printed).toEqual(promised);
});
