/** Who and what is there when a schedule begins. Few accounts, so that movements meet. */

/** The one customer. */
export const customerId = "customer";

/** The one currency. */
export const currency = "RUB";

/** The global accounts of the beginning, and what is on each of them. */
export const globalAccounts = ["bonus", "payment", "quota"] as const;

/** What each global account holds at the beginning, in minor units. */
export const openingBalance = 30n;

/** What each child may spend from `quota`, which is in spend mode `allotment`, at the beginning. */
export const openingAllotment = 10n;

/** The local accounts of the beginning: each child has one, empty. */
export const localAccounts = { a: "till-a", b: "till-b" } as const;

/** When a schedule begins. */
export const beginning = new Date("2026-01-15T09:00:00Z");

/** Days that settled documents are kept where they were recorded. */
export const retentionDays = 10;

/** One day in milliseconds. */
export const dayMs = 86_400_000;
