import { z } from "zod";
import { checkOptions } from "./check-options.js";
import type { PortOptions } from "./ports/store.js";

/** How much one run of a periodic duty does. Unknown keys are refused. */
export interface PageOptions extends PortOptions {
  /** Most records in one page, that is in one transaction. Default: as the duty was set up. */
  readonly limit?: number;
  /** Most pages in this run. Default: as the duty was set up. */
  readonly maxPages?: number;
}

/** The size of a page of records. */
export const pageSizeSchema = z.number().int().min(1).max(10_000);
/** The number of pages in a run. */
export const pageCountSchema = z.number().int().min(1).max(1_000_000);

const pageOptionsSchema = z.strictObject({
  limit: pageSizeSchema.optional(),
  maxPages: pageCountSchema.optional(),
  signal: z.instanceof(AbortSignal).optional(),
});

/** How much a run does that was not told otherwise. */
export interface PageDefaults {
  readonly pageSize: number;
  readonly maxPages: number;
  /** Most records in a page of this duty. */
  readonly pageSizeMax?: number;
}

/** A run as it was asked for. */
export interface PagedRun {
  readonly limit: number;
  readonly maxPages: number;
  readonly signal: AbortSignal | undefined;
}

/** Checks the options of a run and completes them. */
export function toPagedRun(options: PageOptions, defaults: PageDefaults, subject: string): PagedRun {
  checkOptions(pageOptionsSchema, options, subject);
  const { limit = defaults.pageSize, maxPages = defaults.maxPages, signal } = options;
  return { limit: Math.min(limit, defaults.pageSizeMax ?? limit), maxPages, signal };
}

/**
 * Works page by page until one says that it was the last, the pages are used up, or the signal stops it between two of
 * them. Resolves with whether the last page was reached.
 */
export async function workPages(
  { maxPages, signal }: Pick<PagedRun, "maxPages" | "signal">,
  page: () => Promise<"last" | "more">,
): Promise<boolean> {
  for (let count = 0; count < maxPages && signal?.aborted !== true; count += 1) {
    if ((await page()) === "last") return true;
  }
  return false;
}

/** The least and most of a list that is read at once, for queries of hosts. */
export function checkLimit(limit: number, subject: string): void {
  checkOptions(z.strictObject({ limit: pageSizeSchema }), { limit }, subject);
}
