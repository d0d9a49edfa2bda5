import type { TableDefinition } from "./record-value.js";

/** What an account stood at when its oldest postings were cleaned up: the sum of those that are no longer here. */
export type OpeningRecord = {
  readonly accountId: string;
  /** The last entry that was cleaned up. */
  readonly entry: bigint;
  /** The sum of the amounts up to it. At the root it equals `balanceAfter`; a child's balances also move without postings. */
  readonly amount: bigint;
  /** `balanceAfter` of it. */
  readonly balanceAfter: bigint;
  /** When it was recorded: from then on until the next posting the account stood at `balanceAfter`. */
  readonly recordedAtMs: number;
};

export const openingTable = {
  fields: {
    accountId: { type: "id" },
    entry: { type: "integer" },
    amount: { type: "integer" },
    balanceAfter: { type: "integer" },
    recordedAtMs: { type: "instant" },
  },
  key: ["accountId"],
  indexes: {},
} as const satisfies TableDefinition<OpeningRecord>;
