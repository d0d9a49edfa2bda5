import { type BackoffOptions, backoffDelayMs } from "@opora/core";
import { createSeededRandom } from "@opora/core/testing";
import { describe, expect, test } from "vitest";

const highest = { bytes: (length: number) => new Uint8Array(length).fill(0xff) };
const lowest = { bytes: (length: number) => new Uint8Array(length) };

describe("the delay before the next attempt", () => {
  test("doubles up to the limit", () => {
    const delays = [1, 2, 3, 4, 5, 6, 2000].map((attempt) =>
      backoffDelayMs({ attempt, baseMs: 100, maxMs: 1000, jitter: "none" }),
    );
    expect(delays).toEqual([100, 200, 400, 800, 1000, 1000, 1000]);
  });

  test("is spread over all of it by full jitter, and over its upper half by equal jitter", () => {
    const common = { attempt: 3, baseMs: 100, maxMs: 1000 };
    expect(backoffDelayMs({ ...common, jitter: "full", random: lowest })).toBe(0);
    expect(backoffDelayMs({ ...common, jitter: "full", random: highest })).toBe(400);
    expect(backoffDelayMs({ ...common, jitter: "equal", random: lowest })).toBe(200);
    expect(backoffDelayMs({ ...common, jitter: "equal", random: highest })).toBe(400);
  });

  test("takes all values of the range alike", () => {
    const random = createSeededRandom(7);
    const counts = [0, 0, 0, 0];
    for (let run = 0; run < 4000; run += 1) {
      const delayMs = backoffDelayMs({ attempt: 1, baseMs: 1000, maxMs: 1000, jitter: "full", random });
      const quarter = Math.min(3, Math.floor(delayMs / 250));
      counts[quarter] = (counts[quarter] ?? 0) + 1;
    }
    for (const count of counts) expect(count).toBeGreaterThan(850);
  });

  test.each<[string, Record<string, unknown>]>([
    ["attempt", { attempt: 0 }],
    ["attempt", { attempt: 1.5 }],
    ["baseMs", { baseMs: 0 }],
    ["baseMs", { baseMs: Number.NaN }],
    ["maxMs", { maxMs: 99 }],
    ["maxMs", { maxMs: Number.POSITIVE_INFINITY }],
    ["jitter", { jitter: "some" }],
    ["factor", { factor: 3 }],
  ])("refuses a wrong %s: %o", (path, change) => {
    const options = { attempt: 1, baseMs: 100, maxMs: 1000, jitter: "none", ...change } as unknown as BackoffOptions;
    expect(() => backoffDelayMs(options)).toThrow(
      expect.objectContaining({ code: "CORE_OPTIONS_INVALID", details: { path } }),
    );
  });
});
