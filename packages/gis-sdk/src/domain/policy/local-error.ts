import type { GisErrorCode } from "../../errors.js";
import type { GisErrorMessage } from "../wire/read/soap-answer.js";

/** Codes of our own that stand among the recorded errors of packets and payments, beside those of ГИС ЖКХ. */
export type LocalErrorCode =
  /** An answer that contradicts what was asked, or is not signed by whom it should be. */
  | "GIS_ANSWER_INVALID"
  /** The process ended while the request may have been leaving. */
  | "GIS_INTERRUPTED"
  /** No final answer within 24 hours. */
  | "GIS_PACKET_EXPIRED"
  /** The signer failed; it is asked again. */
  | "GIS_SIGNING_FAILED"
  /** The task was withdrawn. */
  | "GIS_TASK_CANCELLED"
  /** A person found that ГИС ЖКХ does not have the payment. */
  | "GIS_SETTLED_NOT_LOADED"
  /** What came under this HTTP status was no answer of ГИС ЖКХ. */
  | `HTTP_${number}`
  /** The packet could not be written, or the transport failed. */
  | GisErrorCode;

/** An error of our own, to stand beside those of ГИС ЖКХ. */
export function localError(code: LocalErrorCode, description: string): GisErrorMessage {
  return { code, description };
}
