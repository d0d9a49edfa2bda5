import type { SqlEngine } from "./engine.js";

/**
 * Splits rows into pieces whose sizes are powers of two, the largest first: whatever the number of rows, a statement about
 * a piece has one of few texts, so that it is prepared once and reused.
 */
export function chunkRows<Row>(rows: readonly Row[], rowsMax: number): readonly (readonly Row[])[] {
  const chunks: Row[][] = [];
  let size = largestPowerOfTwo(rowsMax);
  for (let start = 0; start < rows.length; start += size) {
    while (size > rows.length - start) size /= 2;
    chunks.push(rows.slice(start, start + size));
  }
  return chunks;
}

function largestPowerOfTwo(limit: number): number {
  return 2 ** Math.floor(Math.log2(limit));
}

/** `(?, ?), (?, ?)`: placeholders for rows of values, as the engine writes them. */
export function rowPlaceholders(engine: SqlEngine, rows: number, columns: number): string {
  if (engine !== "postgres") return repeat(`(${repeat("?", columns)})`, rows);
  const numbered = (row: number): string =>
    `(${Array.from({ length: columns }, (_, column) => `$${row * columns + column + 1}`).join(", ")})`;
  return Array.from({ length: rows }, (_, row) => numbered(row)).join(", ");
}

function repeat(text: string, count: number): string {
  return Array<string>(count).fill(text).join(", ");
}
