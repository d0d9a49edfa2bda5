import type { JsonObject } from "@opora/core";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { combineDigests, type RangeDigest, readAccountDigests } from "./digest-accounts.js";
import { answerBody, toQuestion } from "./digest-messages.js";

/**
 * Answers a child's message `digest` at the root.
 *
 * @throws ProcessingError `PROCESSING_ENVELOPE_INVALID`.
 */
export async function answerDigest(
  storage: NodeStorage,
  body: JsonObject,
  options: PortOptions = {},
): Promise<JsonObject> {
  const question = toQuestion(body);
  if ("accountsOf" in question) {
    const { accountsOf } = question;
    const accounts = await storage.snapshot((transaction) => readAccountDigests(transaction, accountsOf), options);
    return answerBody({ accounts });
  }
  const ranges: RangeDigest[] = [];
  for (const range of question.ranges) {
    const digests = await storage.snapshot((transaction) => readAccountDigests(transaction, range), options);
    ranges.push(combineDigests(digests));
  }
  return answerBody({ ranges });
}
