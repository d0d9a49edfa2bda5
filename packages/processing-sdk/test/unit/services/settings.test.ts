import { describe, expect, test } from "vitest";
import { describeSettings } from "../../../src/settings/describe-settings.js";
import { resolveSettings } from "../../../src/settings/resolve-settings.js";
import { settingDefinitions } from "../../../src/settings/setting-definitions.js";

describe("settings", () => {
  test("have the defaults that the reference names", () => {
    expect(resolveSettings()).toMatchObject({
      responseTimeoutMs: 60_000,
      movementPool: 10,
      childPeriodMs: 10_000,
      settlePeriodMs: 1000,
      archivePeriodMs: 5000,
      requestPeriodMs: 10_000,
      pageSize: 3000,
      maxPages: 20,
      documentRetentionDays: 90,
      cleanupWindowMinutes: 60,
      maxQueue: 10_000,
      maxBatch: 1000,
      backups: "confirmed",
      creditsOnBlocked: "accept",
      factsOnBlocked: "apply",
      shards: 1,
    });
    expect(resolveSettings()).not.toHaveProperty("syncPool");
    expect(resolveSettings()).not.toHaveProperty("storeSizeWarningBytes");
  });

  test("keep what was given, and its defaults where it was given as undefined", () => {
    expect(resolveSettings({ pageSize: 1, maxPages: undefined as never, syncPool: 6 })).toMatchObject({
      pageSize: 1,
      maxPages: 20,
      syncPool: 6,
    });
  });

  test.each(Object.entries(settingDefinitions).filter(([, { limits }]) => limits !== undefined))(
    "take %s within its limits only, as a whole number",
    (name, { limits }) => {
      const [least, greatest] = limits as readonly [number, number];

      expect(resolveSettings({ [name]: least })).toHaveProperty(name, least);
      expect(resolveSettings({ [name]: greatest })).toHaveProperty(name, greatest);
      for (const wrong of [least - 1, greatest + 1, least + 0.5, Number.NaN, `${least}`, null]) {
        expect(() => resolveSettings({ [name]: wrong })).toThrow(
          expect.objectContaining({ code: "PROCESSING_OPTIONS_INVALID", details: { path: name } }),
        );
      }
    },
  );

  test.each([
    ["cleanupStartAt", "24:00"],
    ["cleanupStartAt", "3:00"],
    ["cleanupTimeZone", "Europe/Nowhere"],
    ["backups", "perhaps"],
    ["creditsOnBlocked", "maybe"],
    ["factsOnBlocked", ""],
    ["pagesize", 3],
  ])("refuse %s %s", (name, value) => {
    expect(() => resolveSettings({ [name]: value })).toThrow(
      expect.objectContaining({ code: "PROCESSING_OPTIONS_INVALID", details: { path: name } }),
    );
  });

  test("are described one by one, with the names that they had", () => {
    const described = describeSettings();

    expect(described.map(({ name }) => name)).toEqual(Object.keys(settingDefinitions));
    expect(described.find(({ name }) => name === "pageSize")).toEqual({
      name: "pageSize",
      role: "both",
      unit: "records",
      default: "3000",
      limits: "1–10000",
      formerName: "Packet of update numbers; max records per packet",
    });
    expect(described.find(({ name }) => name === "backups")).toMatchObject({
      limits: "confirmed, none",
      formerName: "",
    });
  });
});
