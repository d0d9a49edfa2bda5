import type { DocumentRecord } from "@opora/processing-sdk";

/** A line of a document as the onlooker compares it. */
export interface Line {
  readonly accountId: string;
  readonly amount: bigint;
  readonly isGlobal: boolean;
}

/** Reads the lines of a stored document, without the code that wrote them. */
export function linesOf(record: DocumentRecord): readonly Line[] {
  const rows = JSON.parse(record.lines) as readonly (readonly [string, string, string, "g" | "l", ...unknown[]])[];
  return rows.map(([accountId, amount, , scope]) => ({ accountId, amount: BigInt(amount), isGlobal: scope === "g" }));
}

/** Whether two documents move the same. */
export function areSameLines(left: readonly Line[], right: readonly Line[]): boolean {
  return (
    left.length === right.length &&
    left.every((line, index) => line.accountId === right[index]?.accountId && line.amount === right[index]?.amount)
  );
}
