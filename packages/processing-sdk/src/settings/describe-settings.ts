import { type SettingDefinition, settingDefinitions } from "./setting-definitions.js";

/** A setting in words, for a table. */
export interface SettingDescription {
  readonly name: string;
  readonly role: SettingDefinition<unknown>["role"];
  readonly unit: SettingDefinition<unknown>["unit"];
  /** Empty: none. */
  readonly default: string;
  /** Empty: any of its unit. */
  readonly limits: string;
  /** Empty: there was none. */
  readonly formerName: string;
}

/** Every setting, in the order of the definitions. */
export function describeSettings(): readonly SettingDescription[] {
  return Object.entries<SettingDefinition<unknown>>(settingDefinitions).map(([name, definition]) => ({
    name,
    role: definition.role,
    unit: definition.unit,
    default: definition.default === undefined ? "" : String(definition.default),
    limits: definition.limits?.join("–") ?? definition.choices?.join(", ") ?? "",
    formerName: definition.formerName ?? "",
  }));
}
