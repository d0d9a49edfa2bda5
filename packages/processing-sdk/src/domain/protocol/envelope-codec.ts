import { Buffer, isUtf8 } from "node:buffer";
import type { JsonObject } from "@opora/core";
import { ProcessingError } from "../../errors.js";
import { type Envelope, type EnvelopeType, protocolVersion } from "./envelope.js";
import { exceededShape } from "./json-shape.js";

/** How large an envelope may be where nothing else is said: 16 MiB of JSON. */
export const defaultMaxEnvelopeBytes: number = 16 * 1024 * 1024;

/** The most that a transport can be told to allow: 64 MiB of JSON. */
export const largestMaxEnvelopeBytes: number = 64 * 1024 * 1024;

/** Limits of one envelope. */
export interface EnvelopeLimits {
  /** Most bytes of JSON. Default: 16 MiB. */
  readonly maxEnvelopeBytes?: number;
}

const maxDepth = 32;
const maxValues = 4_000_000;
const maxOriginIdLength = 300;
const maxEpochLength = 200;
const maxIdLength = 200;

/** A record, so that the compiler misses none. */
const envelopeTypes: Readonly<Record<EnvelopeType, true>> = {
  hello: true,
  helloAnswer: true,
  push: true,
  pushAnswer: true,
  pull: true,
  pullAnswer: true,
  execute: true,
  executeAnswer: true,
  find: true,
  findAnswer: true,
  digest: true,
  digestAnswer: true,
  error: true,
};

const envelopeKeys: readonly string[] = ["v", "type", "originId", "epoch", "id", "body"] satisfies (keyof Envelope)[];

/**
 * Writes an envelope as JSON in UTF-8.
 *
 * @throws ProcessingError `PROCESSING_ENVELOPE_INVALID` when it is larger than allowed, or its body is not JSON.
 */
export function encodeEnvelope(envelope: Envelope, limits: EnvelopeLimits = {}): Uint8Array {
  const { maxEnvelopeBytes = defaultMaxEnvelopeBytes } = limits;
  const text = stringify(envelope);
  const byteLength = Buffer.byteLength(text, "utf8");
  if (byteLength > maxEnvelopeBytes) throw tooLarge(maxEnvelopeBytes);
  return Buffer.from(text, "utf8");
}

/**
 * Reads an envelope and checks everything about it but its body: the version, the fields and their lengths, how deep the
 * JSON goes and how many values it holds (at most 32 levels and 4,000,000 values).
 *
 * @throws ProcessingError `PROCESSING_ENVELOPE_INVALID`, `PROCESSING_PROTOCOL_VERSION`; `details.path` names the field.
 */
export function decodeEnvelope(bytes: Uint8Array, limits: EnvelopeLimits = {}): Envelope {
  const { maxEnvelopeBytes = defaultMaxEnvelopeBytes } = limits;
  if (bytes.length > maxEnvelopeBytes) throw tooLarge(maxEnvelopeBytes);
  const exceeded = exceededShape(bytes, { maxDepth, maxValues });
  if (exceeded === "maxDepth") throw invalid("", `is nested deeper than ${maxDepth} levels`);
  if (exceeded === "maxValues") throw invalid("", `holds more than ${maxValues} values`);
  return checkEnvelope(parse(bytes));
}

function stringify(envelope: Envelope): string {
  try {
    return JSON.stringify(envelope);
  } catch (cause) {
    throw new ProcessingError("PROCESSING_ENVELOPE_INVALID", "The envelope cannot be written as JSON.", { cause });
  }
}

function parse(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw invalid("", "is not UTF-8");
  const { buffer, byteOffset, byteLength } = bytes;
  try {
    return JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString("utf8"));
  } catch {
    // The message of the parser quotes the text, which may hold personal data.
    throw invalid("", "is not JSON");
  }
}

function checkEnvelope(value: unknown): Envelope {
  if (!isObject(value)) throw invalid("", "is not an object");
  const { v, type, originId, epoch, id, body } = value;
  // First: another version may have other fields.
  if (typeof v !== "number" || !Number.isInteger(v)) throw invalid("v", "is not an integer");
  if (v !== protocolVersion) {
    throw new ProcessingError(
      "PROCESSING_PROTOCOL_VERSION",
      `The envelope is of protocol version ${v}; this node speaks version ${protocolVersion}.`,
      { details: { path: "v", version: v, supported: protocolVersion } },
    );
  }
  if (Object.keys(value).some((key) => !envelopeKeys.includes(key))) throw invalid("", "has a field that it must not");
  if (typeof type !== "string" || !Object.hasOwn(envelopeTypes, type)) throw invalid("type", "is not a known type");
  checkText("originId", originId, 0, maxOriginIdLength);
  checkText("epoch", epoch, 0, maxEpochLength);
  checkText("id", id, 1, maxIdLength);
  if (!isObject(body)) throw invalid("body", "is not an object");
  return { v, type: type as EnvelopeType, originId, epoch, id, body };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkText(path: string, value: unknown, minLength: number, maxLength: number): asserts value is string {
  if (typeof value !== "string" || value.length < minLength || value.length > maxLength) {
    throw invalid(path, `is not a text of ${minLength} to ${maxLength} characters`);
  }
  if (controlCharacter.test(value)) throw invalid(path, "has a control character");
}

/** They reach headers and logs. */
const controlCharacter = /\p{Cc}|\p{Surrogate}/u;

function tooLarge(maxEnvelopeBytes: number): ProcessingError {
  return new ProcessingError(
    "PROCESSING_ENVELOPE_INVALID",
    `The envelope is larger than ${maxEnvelopeBytes} bytes: take smaller pages, or allow more on both sides.`,
    { details: { path: "", maxEnvelopeBytes } },
  );
}

function invalid(path: string, what: string): ProcessingError {
  const place = path === "" ? "The envelope" : `Field "${path}" of the envelope`;
  return new ProcessingError("PROCESSING_ENVELOPE_INVALID", `${place} ${what}.`, { details: { path } });
}
