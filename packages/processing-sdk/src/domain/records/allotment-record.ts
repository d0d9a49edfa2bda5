import type { TableDefinition } from "./record-value.js";

/** At the root: what a child may still spend from an account, as far as its documents are settled. */
export type AllotmentRecord = {
  readonly accountId: string;
  readonly nodeId: string;
  /** Grants, minus settled debits, plus settled credits of the child. */
  readonly outstanding: bigint;
};

export const allotmentTable = {
  fields: { accountId: { type: "id" }, nodeId: { type: "id" }, outstanding: { type: "integer" } },
  key: ["accountId", "nodeId"],
  indexes: {},
} as const satisfies TableDefinition<AllotmentRecord>;
