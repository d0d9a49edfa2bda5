import { GostError } from "@opora/gost";

/** The part of a `fetch` response that a signer reads; what the global `fetch` and undici return fits. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
      cancel(): Promise<unknown>;
    };
  } | null;
}

/**
 * Reads the body of an answer as text.
 *
 * @throws GostError `GOST_LIMIT_EXCEEDED` when it is longer than `maxBytes`; the rest is not read.
 */
export async function readBody({ body }: HttpAnswer, maxBytes: number): Promise<string> {
  if (body === null) return "";
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done || value === undefined) return Buffer.concat(chunks).toString("utf8");
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw new GostError("GOST_LIMIT_EXCEEDED", `The signing service answered with more than ${maxBytes} bytes.`, {
        details: { maxBytes },
      });
    }
    chunks.push(value);
  }
}
