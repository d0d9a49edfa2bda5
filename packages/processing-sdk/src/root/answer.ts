import type { JsonObject } from "@opora/core";
import type { NodeRecord } from "../domain/records/node-record.js";
import { ProcessingError } from "../errors.js";

/** What the root answers: either way with its epoch, read in the same transaction. */
export type Answer = { readonly epoch: string } & (
  | { readonly body: JsonObject }
  | { readonly refusal: ProcessingError }
);

/** Refuses a child that synchronises with another life of the root: it greets again and learns the new epoch. */
export function refuseEpoch({ epoch }: NodeRecord): Answer {
  const refusal = new ProcessingError(
    "PROCESSING_EPOCH_CHANGED",
    "The root was restored, or is another one: greet it, and synchronise anew.",
    { retryable: true, details: { epoch } },
  );
  return { epoch, refusal };
}

/** Refuses a child that knows more of the root than the root itself. */
export function refuseAhead({ epoch }: NodeRecord, what: string): Answer {
  const refusal = new ProcessingError(
    "PROCESSING_CURSOR_AHEAD",
    `${what}: the root was restored without a new epoch, or is another one. Declare it restored, or correct the address.`,
  );
  return { epoch, refusal };
}

/** Refuses a child whose documents are not those that were received of it. */
export function refuseRegressed({ epoch }: NodeRecord): Answer {
  const refusal = new ProcessingError(
    "PROCESSING_ORIGIN_REGRESSED",
    "Other documents were received under these numbers: the child was restored and takes a new incarnation.",
    { retryable: true },
  );
  return { epoch, refusal };
}
