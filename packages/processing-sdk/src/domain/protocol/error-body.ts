import type { JsonObject } from "@opora/core";
import { type CommandOutcome, ProcessingError, type ProcessingErrorCode } from "../../errors.js";
import { readBoolean, readChoice, readObject, readText } from "./read-json.js";

const codeLengthMax = 64;
const messageLengthMax = 2000;
const detailsLengthMax = 16_384;
const codePattern = /^PROCESSING_[A-Z_]+$/;
const loneSurrogate = /\p{Surrogate}/gu;
const outcomes: Readonly<Record<CommandOutcome, true>> = { "not-done": true, unknown: true };

/** An error as plain JSON: the body of `error`, and the reason in a rejected result. */
export function encodeError(error: ProcessingError): JsonObject {
  const { code, message, retryable, outcome, details } = error;
  const isShort = JSON.stringify(details).length <= detailsLengthMax;
  return {
    code,
    message: message.slice(0, messageLengthMax).replace(loneSurrogate, ""),
    retryable,
    outcome,
    details: isShort ? details : {},
  };
}

/** Reads an error; throws `PROCESSING_MALFORMED_DOCUMENT` when it is none. A code that this version lacks is kept. */
export function decodeError(value: unknown): ProcessingError {
  const body = readObject(value, "error");
  const code = readText(body["code"], 1, codeLengthMax, "error.code");
  return new ProcessingError(
    (codePattern.test(code) ? code : "PROCESSING_ENVELOPE_INVALID") as ProcessingErrorCode,
    readText(body["message"], 0, messageLengthMax, "error.message"),
    {
      retryable: readBoolean(body["retryable"], "error.retryable"),
      outcome: readChoice(body["outcome"], outcomes, "error.outcome"),
      details: readObject(body["details"], "error.details"),
    },
  );
}
