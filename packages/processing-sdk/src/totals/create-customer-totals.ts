import { z } from "zod";
import { checkOptions } from "../check-options.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { checkLimit, pageCountSchema, pageSizeSchema, toPagedRun } from "../page-options.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { CustomerTotalsOptions, CustomerTotalsService, LoyaltyClub } from "./customer-totals.js";
import { confirmTotals, findTotals, readDirtyTotals } from "./hand-over-totals.js";
import { runTotals } from "./run-totals.js";

const name = (maxLength: number) => z.string().regex(new RegExp(`^[!-~]{1,${maxLength}}$`), "must be printable ASCII");

const optionsSchema = z.strictObject({
  storage: z.custom<NodeStorage>(),
  context: z.custom<LedgerContext>(),
  clubs: z
    .array(
      z.strictObject({
        id: name(32),
        kinds: z.array(z.string().min(1).max(64)).min(1).max(64).optional(),
        includes: z.custom<LoyaltyClub["includes"]>((value) => typeof value === "function").optional(),
      }),
    )
    .min(1)
    .max(1000)
    .refine((clubs) => new Set(clubs.map(({ id }) => id)).size === clubs.length, "must have ids of their own"),
  consumer: name(32).optional(),
  pageSize: pageSizeSchema.optional(),
  maxPages: pageCountSchema.optional(),
});

/** Opens the customer totals of a root for one consumer. */
export function createCustomerTotals(options: CustomerTotalsOptions): CustomerTotalsService {
  checkOptions(optionsSchema, options, "createCustomerTotals");
  const { storage, context, clubs, consumer = "data-server", pageSize = 1000, maxPages = 20 } = options;
  return {
    run: (pages = {}) =>
      runTotals({ storage, context, consumer, clubs }, toPagedRun(pages, { pageSize, maxPages }, "CustomerTotals.run")),
    takeDirty({ after, limit = 1000 } = {}, portOptions) {
      checkLimit(limit, "CustomerTotals.takeDirty");
      return storage.snapshot((transaction) => readDirtyTotals(transaction, consumer, { after, limit }), portOptions);
    },
    confirm(taken, portOptions) {
      checkLimit(Math.max(1, taken.length), "CustomerTotals.confirm");
      return storage.background((transaction) => confirmTotals(transaction, consumer, taken), portOptions);
    },
    find: (place, portOptions) =>
      storage.snapshot((transaction) => findTotals(transaction, consumer, place), portOptions),
  };
}
