import type { ProcessingSettings } from "./settings.js";

/** What may be set, and where it comes from. */
export interface SettingDefinition<Value> {
  readonly role: "root" | "child" | "both";
  readonly unit:
    | "ms"
    | "minutes"
    | "days"
    | "bytes"
    | "records"
    | "pages"
    | "number"
    | "choice"
    | "time of day"
    | "time zone";
  /** Absent: not set, and what that means is in the description of the setting. */
  readonly default?: Exclude<Value, undefined>;
  /** Of numbers: the least and the greatest, inclusive. */
  readonly limits?: readonly [least: number, greatest: number];
  /** Of a choice: everything that may be chosen. */
  readonly choices?: readonly Exclude<Value, undefined>[];
  /** What the setting was called in the administrator's guide that the algorithm comes from; absent: there was none. */
  readonly formerName?: string;
}

type Definitions = {
  readonly [Name in keyof Required<ProcessingSettings>]: SettingDefinition<ProcessingSettings[Name]>;
};

const periodLimits = [100, 86_400_000] as const;
const dayLimits = [1, 36_500] as const;
const pageLimits = [1, 10_000] as const;
const pageCountLimits = [1, 1_000_000] as const;

/** Every setting: who uses it, its unit, default and limits. */
export const settingDefinitions: Definitions = {
  responseTimeoutMs: {
    role: "child",
    unit: "ms",
    default: 60_000,
    limits: [100, 600_000],
    formerName: "Child: response timeout",
  },
  maxEnvelopeBytes: { role: "both", unit: "bytes", default: 16_777_216, limits: [65_536, 67_108_864] },
  movementPool: {
    role: "root",
    unit: "number",
    default: 10,
    limits: [1, 1000],
    formerName: "Movement service: thread pool",
  },
  syncPool: { role: "root", unit: "number", limits: [1, 10_000], formerName: "Account sync: thread pool" },

  storeWaitMs: {
    role: "both",
    unit: "ms",
    default: 30_000,
    limits: [0, 3_600_000],
    formerName: "Wait for database at start",
  },
  conflictRetries: { role: "both", unit: "number", default: 20, limits: [0, 1000] },
  storeSizeWarningBytes: {
    role: "both",
    unit: "bytes",
    limits: [1, Number.MAX_SAFE_INTEGER],
    formerName: "Max database size, MB",
  },
  maxBatch: { role: "both", unit: "number", default: 1000, limits: [1, 10_000] },
  maxQueue: { role: "both", unit: "number", default: 10_000, limits: [1, 1_000_000] },

  childPeriodMs: { role: "child", unit: "ms", default: 10_000, limits: periodLimits, formerName: "Child: sync period" },
  settlePeriodMs: {
    role: "root",
    unit: "ms",
    default: 1000,
    limits: periodLimits,
    formerName: "Account sync (root): period",
  },
  pageSize: {
    role: "both",
    unit: "records",
    default: 3000,
    limits: pageLimits,
    formerName: "Packet of update numbers; max records per packet",
  },
  maxPages: { role: "both", unit: "pages", default: 20, limits: pageCountLimits, formerName: "Max packets in a row" },

  archivePeriodMs: { role: "root", unit: "ms", default: 5000, limits: periodLimits },
  archivePageSize: { role: "root", unit: "records", default: 3000, limits: pageLimits },
  archiveMaxPages: {
    role: "root",
    unit: "pages",
    default: 20,
    limits: pageCountLimits,
    formerName: "Archive: max packets in a row",
  },

  requestPeriodMs: {
    role: "root",
    unit: "ms",
    default: 10_000,
    limits: periodLimits,
    formerName: "Request service: period",
  },
  requestPageSize: {
    role: "root",
    unit: "records",
    default: 1000,
    limits: [1, 1000],
    formerName: "Request service: max records per packet",
  },
  requestMaxPages: {
    role: "root",
    unit: "pages",
    default: 20,
    limits: pageCountLimits,
    formerName: "Request service: max packets in a row",
  },
  totalsPeriodMs: { role: "root", unit: "ms", default: 10_000, limits: periodLimits },
  relayPeriodMs: { role: "both", unit: "ms", default: 1000, limits: periodLimits },

  documentRetentionDays: {
    role: "both",
    unit: "days",
    default: 90,
    limits: dayLimits,
    formerName: "Document retention, days",
  },
  reservationRetentionDays: { role: "both", unit: "days", default: 90, limits: dayLimits },
  eventRetentionDays: {
    role: "both",
    unit: "days",
    default: 365,
    limits: dayLimits,
    formerName: "Keep journal records, days",
  },
  importResultRetentionDays: { role: "root", unit: "days", default: 365, limits: dayLimits },
  backups: { role: "root", unit: "choice", default: "confirmed", choices: ["confirmed", "none"] },
  cleanupStartAt: { role: "both", unit: "time of day", default: "03:00", formerName: "Cleanup start time" },
  cleanupTimeZone: { role: "both", unit: "time zone", default: "UTC" },
  cleanupWindowMinutes: { role: "both", unit: "minutes", default: 60, limits: [0, 1439] },
  cleanupPageSize: { role: "both", unit: "records", default: 500, limits: pageLimits },
  cleanupMaxPages: { role: "both", unit: "pages", default: 10_000, limits: pageCountLimits },

  creditsOnBlocked: { role: "both", unit: "choice", default: "accept", choices: ["accept", "refuse"] },
  factsOnBlocked: { role: "root", unit: "choice", default: "apply", choices: ["apply", "suspend"] },
  shards: { role: "root", unit: "number", default: 1, limits: [1, 1024] },
};
