import { expect, test } from "vitest";
import { simulateHalf, simulationTimeoutMs } from "./simulated-system.js";

// A file for each packet size: each file has a thread of its own.
test("with packets of three records, nothing that may happen to a root and its children loses or doubles a kopeck", {
  timeout: simulationTimeoutMs,
}, async () => {
  expect(await simulateHalf(3)).toBeGreaterThan(0);
});
