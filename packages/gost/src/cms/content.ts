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

/** Hands on a content piece by piece. When `signal` fires it stops at once, even while the source owes the next piece. */
export async function forEachPiece(
  content: CmsContent,
  signal: AbortSignal | undefined,
  take: (piece: Uint8Array) => void,
): Promise<void> {
  signal?.throwIfAborted();
  // Bytes are iterable too, number by number.
  if (content instanceof Uint8Array) return take(content);
  const pieces = content[Symbol.asyncIterator]();
  let abandon: ((reason: unknown) => void) | undefined;
  const onAbort = (): void => abandon?.(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    for (;;) {
      const { done, value } = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        abandon = reject;
        pieces.next().then(resolve, reject);
      });
      if (done) return;
      signal?.throwIfAborted();
      take(value);
    }
  } catch (error) {
    // Not waited for: a source that is stuck would hold us up, and how it ends is of no interest any more.
    pieces.return?.().catch(() => undefined);
    throw error;
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}
