import { Buffer } from "node:buffer";
import { type CommandOutcome, ProcessingError } from "@opora/processing-sdk";
import { badAnswer, notSent, unanswered } from "./transport-errors.js";

/** Why a listener does not hand a request to its handler, in the words that go back to the sender. */
export type RefusalCode =
  | "PROCESSING_UNAUTHENTICATED"
  | "PROCESSING_ENVELOPE_INVALID"
  | "PROCESSING_PROTOCOL_VERSION"
  /** The listener closes, or has too much to do. Nothing was done. */
  | "PROCESSING_TRANSPORT_UNAVAILABLE"
  /** The handler failed against its contract: what became of the request is not known. */
  | "PROCESSING_TRANSPORT_TIMEOUT";

/** A refusal as it travels. */
export interface Refusal {
  readonly code: RefusalCode;
  /** For people; without data of the request. */
  readonly message: string;
  /** `unknown` once the handler had the request. */
  readonly outcome: CommandOutcome;
}

/** Most bytes of a refusal. */
export const maxRefusalBytes = 4096;

const refusalCodes: Readonly<Record<RefusalCode, true>> = {
  PROCESSING_UNAUTHENTICATED: true,
  PROCESSING_ENVELOPE_INVALID: true,
  PROCESSING_PROTOCOL_VERSION: true,
  PROCESSING_TRANSPORT_UNAVAILABLE: true,
  PROCESSING_TRANSPORT_TIMEOUT: true,
};

/** Writes a refusal as JSON. */
export function encodeRefusal({ code, message, outcome }: Refusal): Uint8Array {
  return Buffer.from(JSON.stringify({ code, message: message.slice(0, 500), outcome }), "utf8");
}

/** Reads a refusal; `undefined` when the bytes are none. */
export function decodeRefusal(bytes: Uint8Array): Refusal | undefined {
  if (bytes.length > maxRefusalBytes) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    const { code, message, outcome } = value as { readonly [Key in keyof Refusal]?: unknown };
    if (typeof code !== "string" || !Object.hasOwn(refusalCodes, code) || typeof message !== "string") return undefined;
    const isNotDone = outcome === "not-done";
    return { code: code as RefusalCode, message: message.slice(0, 500), outcome: isNotDone ? "not-done" : "unknown" };
  } catch {
    return undefined;
  }
}

/** The refusal of a request that its handler never had; errors of others say nothing of themselves to the sender. */
export function toRefusal(error: unknown): Refusal {
  if (ProcessingError.is(error) && Object.hasOwn(refusalCodes, error.code)) {
    return { code: error.code as RefusalCode, message: error.message, outcome: "not-done" };
  }
  return handlerFailed;
}

/** The refusal when a handler breaks its contract and rejects. */
export const handlerFailed: Refusal = {
  code: "PROCESSING_TRANSPORT_TIMEOUT",
  message: "The root failed while it worked on the request.",
  outcome: "unknown",
};

/**
 * The error of a request that was refused. A refusal that nobody has signed, where the root should have, is taken at its
 * word for the reason, but not for the request having stayed undone.
 */
export function refusalError(bytes: Uint8Array, options: { readonly isUnproven?: true } = {}): ProcessingError {
  const refusal = decodeRefusal(bytes);
  if (refusal === undefined) return badAnswer({ message: "The root refused the request in a way not understood." });
  const { code } = refusal;
  const outcome = options.isUnproven === true ? "unknown" : refusal.outcome;
  const message = `The root refused the request: ${refusal.message}`;
  if (code === "PROCESSING_TRANSPORT_TIMEOUT") return unanswered({ message });
  if (code === "PROCESSING_TRANSPORT_UNAVAILABLE") {
    return outcome === "not-done" ? notSent({ message }) : unanswered({ message });
  }
  return new ProcessingError(code, message, { outcome });
}
