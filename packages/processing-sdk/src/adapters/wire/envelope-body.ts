import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { decodeEnvelope, type Envelope, encodeEnvelope, ProcessingError } from "@opora/processing-sdk";

/** How the JSON of an envelope is packed. */
export type BodyEncoding = "identity" | "gzip";

/** An envelope on its way. */
export interface EnvelopeBody {
  readonly encoding: BodyEncoding;
  readonly bytes: Uint8Array;
}

/** How to pack. */
export interface PackOptions {
  /** `gzip` packs what is larger than 8 KiB. */
  readonly compression: BodyEncoding;
  readonly maxEnvelopeBytes: number;
}

/** Below this, packing costs more than it saves. */
const gzipFromBytes = 8 * 1024;

/** The fastest level: on pages of documents the default one takes more than twice as long and saves a fifth. */
const gzipLevel = 1;

const gzipAsync = promisify(gzip);
const gunzipAsync = promisify<Uint8Array, { readonly maxOutputLength: number }, Uint8Array>(gunzip);

/**
 * Writes an envelope, packed where that pays.
 *
 * @throws ProcessingError `PROCESSING_ENVELOPE_INVALID`.
 */
export async function packEnvelope(envelope: Envelope, options: PackOptions): Promise<EnvelopeBody> {
  const bytes = encodeEnvelope(envelope, options);
  if (options.compression === "identity" || bytes.length <= gzipFromBytes) return { encoding: "identity", bytes };
  return { encoding: "gzip", bytes: await gzipAsync(bytes, { level: gzipLevel }) };
}

/**
 * Reads an envelope. Inflating stops at the limit, however small the packed bytes are.
 *
 * @throws ProcessingError `PROCESSING_ENVELOPE_INVALID`, `PROCESSING_PROTOCOL_VERSION`.
 */
export async function unpackEnvelope({ encoding, bytes }: EnvelopeBody, maxEnvelopeBytes: number): Promise<Envelope> {
  const json = encoding === "gzip" ? await inflate(bytes, maxEnvelopeBytes) : bytes;
  return decodeEnvelope(json, { maxEnvelopeBytes });
}

async function inflate(bytes: Uint8Array, maxEnvelopeBytes: number): Promise<Uint8Array> {
  try {
    return await gunzipAsync(bytes, { maxOutputLength: maxEnvelopeBytes });
  } catch (cause) {
    const isTooLarge = (cause as { readonly code?: unknown }).code === "ERR_BUFFER_TOO_LARGE";
    const what = isTooLarge ? `inflates to more than ${maxEnvelopeBytes} bytes` : "is not gzip";
    throw new ProcessingError("PROCESSING_ENVELOPE_INVALID", `The envelope ${what}.`, { cause });
  }
}
