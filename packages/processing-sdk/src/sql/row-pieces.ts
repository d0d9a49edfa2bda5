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
