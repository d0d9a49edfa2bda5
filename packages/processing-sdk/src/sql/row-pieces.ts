import type { ValueRows } from "./statements.js";

/**
 * Splits rows into pieces of at most `rowsMax`, each as long as a power of two where there is a limit: whatever the number of
 * rows, statements about pieces have few texts.
 */
export function piecesOf<Row>(rows: readonly Row[], rowsMax: number): readonly (readonly Row[])[] {
  if (rows.length === 0) return [];
  if (rowsMax === Number.POSITIVE_INFINITY) return [rows];
  const pieces: (readonly Row[])[] = [];
  let size = 2 ** Math.floor(Math.log2(rowsMax));
  for (let start = 0; start < rows.length; start += size) {
    while (size > rows.length - start) size /= 2;
    pieces.push(rows.slice(start, start + size));
  }
  return pieces;
}

/** Splits rows so that the texts of each piece have at most so many characters together, if a single row does. */
export function piecesByLength(rows: ValueRows, lengthMax: number): readonly ValueRows[] {
  if (lengthMax === Number.POSITIVE_INFINITY || rows.length < 2 || textLengthOf(rows) <= lengthMax) return [rows];
  const half = rows.length >>> 1;
  return [...piecesByLength(rows.slice(0, half), lengthMax), ...piecesByLength(rows.slice(half), lengthMax)];
}

function textLengthOf(rows: ValueRows): number {
  let length = 0;
  for (const row of rows) for (const value of row) if (typeof value === "string") length += value.length;
  return length;
}
