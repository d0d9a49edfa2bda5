import { createCalendar } from "@opora/core";
import { z } from "zod";
import { checkOptions } from "../check-options.js";
import { type SettingDefinition, settingDefinitions } from "./setting-definitions.js";
import type { ProcessingSettings } from "./settings.js";

/**
 * Checks settings and completes them with the defaults.
 *
 * @throws {@link ProcessingError} `PROCESSING_OPTIONS_INVALID` with the path of the first that is wrong; unknown keys are
 * refused.
 */
export function resolveSettings(settings: Partial<ProcessingSettings> = {}): ProcessingSettings {
  checkOptions(settingsSchema, settings, "the node");
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { ...defaultSettings, ...Object.fromEntries(given) };
}

function schemaOf({ unit, limits, choices }: SettingDefinition<unknown>): z.ZodType {
  switch (unit) {
    case "choice":
      return z.enum(choices as readonly string[] as [string, ...string[]]);
    case "time of day":
      return z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day like 03:00");
    case "time zone":
      return z.string().refine(isTimeZone, "must be a zone of the IANA database, like Europe/Moscow");
    default: {
      const [least, greatest] = limits as readonly [number, number];
      return z.number().int().min(least).max(greatest);
    }
  }
}

function isTimeZone(name: string): boolean {
  try {
    return createCalendar(name).timeZone === name;
  } catch {
    return false;
  }
}

const entries = Object.entries(settingDefinitions) as [keyof ProcessingSettings, SettingDefinition<unknown>][];

/** Refuses what no setting may be. */
const settingsSchema = z.strictObject(
  Object.fromEntries(entries.map(([name, definition]) => [name, schemaOf(definition).optional()])),
);

const defaultSettings = Object.fromEntries(
  entries.flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value]])),
) as unknown as ProcessingSettings;
