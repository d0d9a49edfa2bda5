import { type CalendarDate, isCalendarDate } from "@opora/core";
import type { KeyNormaliser, KeyNormalisers } from "./key-normalisers.js";
import { checkOptionKeys, choiceOption, integerOption, invalidOption } from "./option-checks.js";
import { dayNumber, type RegisterSide, type RowKey } from "./register-row.js";

/** What counts as the same payment. Every rule is optional; without any, only equal amounts of equal keys match. */
export interface ReconciliationRules {
  /** Only rows dated within it (both days included) are matched, the others become `outside-period`. Default: all. */
  readonly period?: { readonly from: CalendarDate; readonly to: CalendarDate };
  /** How many days charge and payment may lie apart, 0 to 36,600. Default: any number. */
  readonly dateWindowDays?: number;
  /** By how many kopecks each component (of a pair, or of a group's total) may differ, 0 to 100,000. Default: `0n`. */
  readonly toleranceMinor?: bigint;
  /** Day under which a line with rows of both registers is reported. Default: `"acquiring"`, the day of the payment. */
  readonly reportedDay?: RegisterSide;
  /** Normalisers of the key's fields, applied after trimming. Default: none. */
  readonly normalisers?: KeyNormalisers;
  /** Rows of one key among which a subset of equal total is looked for, 0 to 20. Default: 12. */
  readonly groupCandidatesMax?: number;
  /** Steps of all searches within one key, 0 to 10,000,000. Default: 20,000. */
  readonly searchStepsMax?: number;
}

/** Rules with every default filled in. Days are numbers since 1970-01-01. */
export interface ResolvedRules {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly dateWindowDays: number;
  readonly toleranceMinor: bigint;
  readonly reportedDay: RegisterSide;
  readonly normalisers: Readonly<Record<keyof RowKey, readonly KeyNormaliser[]>>;
  readonly groupCandidatesMax: number;
  readonly searchStepsMax: number;
}

const toleranceMinorMax = 100_000n;

/**
 * Checks rules and fills in defaults.
 * @throws GisError `GIS_OPTIONS_INVALID` with the path of the rule, also for an unknown one.
 */
export function resolveRules(rules: ReconciliationRules = {}): ResolvedRules {
  checkOptionKeys(rules, "rules", [
    "period",
    "dateWindowDays",
    "toleranceMinor",
    "reportedDay",
    "normalisers",
    "groupCandidatesMax",
    "searchStepsMax",
  ]);
  return {
    ...resolvePeriod(rules.period),
    dateWindowDays:
      rules.dateWindowDays === undefined
        ? Number.POSITIVE_INFINITY
        : integerOption(rules.dateWindowDays, "rules.dateWindowDays", { min: 0, max: 36_600, otherwise: 0 }),
    toleranceMinor: resolveTolerance(rules.toleranceMinor),
    reportedDay: choiceOption(rules.reportedDay, "rules.reportedDay", {
      choices: ["billing", "acquiring"],
      otherwise: "acquiring",
    }),
    normalisers: resolveNormalisers(rules.normalisers),
    groupCandidatesMax: integerOption(rules.groupCandidatesMax, "rules.groupCandidatesMax", {
      min: 0,
      max: 20,
      otherwise: 12,
    }),
    searchStepsMax: integerOption(rules.searchStepsMax, "rules.searchStepsMax", {
      min: 0,
      max: 10_000_000,
      otherwise: 20_000,
    }),
  };
}

function resolvePeriod(period: ReconciliationRules["period"]): Pick<ResolvedRules, "firstDay" | "lastDay"> {
  if (period === undefined) return { firstDay: Number.NEGATIVE_INFINITY, lastDay: Number.POSITIVE_INFINITY };
  checkOptionKeys(period, "rules.period", ["from", "to"]);
  for (const end of ["from", "to"] as const) {
    if (typeof period[end] !== "string" || !isCalendarDate(period[end])) {
      throw invalidOption(`rules.period.${end}`, "must be a day written YYYY-MM-DD");
    }
  }
  if (period.to < period.from) throw invalidOption("rules.period.to", "must not lie before rules.period.from");
  return { firstDay: dayNumber(period.from), lastDay: dayNumber(period.to) };
}

function resolveTolerance(toleranceMinor: bigint | undefined): bigint {
  if (toleranceMinor === undefined) return 0n;
  if (typeof toleranceMinor === "bigint" && toleranceMinor >= 0n && toleranceMinor <= toleranceMinorMax) {
    return toleranceMinor;
  }
  throw invalidOption("rules.toleranceMinor", `must be a bigint number of kopecks from 0 to ${toleranceMinorMax}`);
}

function resolveNormalisers(normalisers: KeyNormalisers = {}): ResolvedRules["normalisers"] {
  const fields = ["billNumber", "supplierId", "serviceId"] as const;
  checkOptionKeys(normalisers, "rules.normalisers", fields);
  for (const field of fields) {
    const list = normalisers[field] ?? [];
    if (!Array.isArray(list) || list.some((normalise) => typeof normalise !== "function")) {
      throw invalidOption(`rules.normalisers.${field}`, "must be a list of functions from text to text");
    }
  }
  return {
    billNumber: normalisers.billNumber ?? [],
    supplierId: normalisers.supplierId ?? [],
    serviceId: normalisers.serviceId ?? [],
  };
}
