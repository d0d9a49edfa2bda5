import type { AccountScope } from "../account.js";

/** A line of a document as its record keeps it. */
export interface DocumentLine {
  readonly accountId: string;
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  readonly scope: AccountScope;
  /** Of the posting at this node; 0: the line moved nothing here. */
  readonly entry: bigint;
}

/** The text of {@link DocumentRecord.lines}. */
export function encodeLines(lines: readonly DocumentLine[]): string {
  let text = "[";
  for (const { accountId, amount, balanceAfter, scope, entry } of lines) {
    if (text.length > 1) text += ",";
    text += `[${JSON.stringify(accountId)},"${amount}","${balanceAfter}","${scope === "global" ? "g" : "l"}","${entry}"]`;
  }
  return `${text}]`;
}

/** Reads the text of {@link DocumentRecord.lines}. */
export function decodeLines(text: string): readonly DocumentLine[] {
  const rows = JSON.parse(text) as readonly (readonly [string, string, string, "g" | "l", string])[];
  return rows.map(([accountId, amount, balanceAfter, scope, entry]) => ({
    accountId,
    amount: BigInt(amount),
    balanceAfter: BigInt(balanceAfter),
    scope: scope === "g" ? "global" : "local",
    entry: BigInt(entry),
  }));
}

/** What was refunded of each line, from {@link DocumentRecord.refunded}. */
export function decodeRefunded(text: string | null, lineCount: number): readonly bigint[] {
  const amounts = text === null ? [] : (JSON.parse(text) as readonly string[]);
  return Array.from({ length: lineCount }, (_, index) => BigInt(amounts[index] ?? "0"));
}

/** The text of {@link DocumentRecord.refunded}: magnitudes by line; null when nothing was refunded. */
export function encodeRefunded(amounts: readonly bigint[]): string | null {
  return amounts.some((amount) => amount !== 0n) ? JSON.stringify(amounts.map(String)) : null;
}

/** A line of a reservation: what it holds on an account. */
export interface ReservationLine {
  readonly accountId: string;
  /** Minor units, above zero. */
  readonly amount: bigint;
}

/** The text of {@link ReservationRecord.lines}. */
export function encodeReservationLines(lines: readonly ReservationLine[]): string {
  return JSON.stringify(lines.map(({ accountId, amount }) => [accountId, String(amount)]));
}

/** Reads the text of {@link ReservationRecord.lines}. */
export function decodeReservationLines(text: string): readonly ReservationLine[] {
  const rows = JSON.parse(text) as readonly (readonly [string, string])[];
  return rows.map(([accountId, amount]) => ({ accountId, amount: BigInt(amount) }));
}
