import { createStreebog, type GostBits, GostError } from "@opora/gost";

/** What is signed: bytes, or a stream of pieces — a file of any size takes no more memory than one piece. */
export type CmsContent = Uint8Array | AsyncIterable<Uint8Array>;

/** The Streebog digest of a content, read once. */
export async function digestContent(content: CmsContent, bits: GostBits, signal?: AbortSignal): Promise<Uint8Array> {
  const hasher = createStreebog(bits);
  await forEachPiece(content, signal, (piece) => void hasher.update(piece));
  return hasher.digest();
}

/**
 * A content as bytes.
 *
 * @throws GostError `GOST_LIMIT_EXCEEDED` when it has more than `maxBytes`.
 */
export async function collectContent(content: CmsContent, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  await forEachPiece(content, signal, (piece) => {
    length += piece.length;
    if (length > maxBytes) {
      throw new GostError("GOST_LIMIT_EXCEEDED", `The content to be attached has more than ${maxBytes} bytes.`, {
        details: { maxBytes },
      });
    }
    // A copy: whoever sends the pieces may fill the same buffer again.
    pieces.push(Uint8Array.from(piece));
  });
  return Uint8Array.from(Buffer.concat(pieces));
}

/** Hands on a content piece by piece; stops between pieces when `signal` fires. */
export async function forEachPiece(
  content: CmsContent,
  signal: AbortSignal | undefined,
  take: (piece: Uint8Array) => void,
): Promise<void> {
  // Bytes are iterable too, number by number.
  for await (const piece of content instanceof Uint8Array ? [content] : content) {
    signal?.throwIfAborted();
    take(piece);
  }
  signal?.throwIfAborted();
}
