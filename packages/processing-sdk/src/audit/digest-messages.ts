import type { JsonObject } from "@opora/core";
import { z } from "zod";
import { ProcessingError } from "../errors.js";
import type { AccountDigest, DigestRange, RangeDigest } from "./digest-accounts.js";

/** What a child asks in a message `digest`: of some ranges their digests, or of one range its accounts. */
export type DigestQuestion = { readonly ranges: readonly DigestRange[] } | { readonly accountsOf: DigestRange };

/** What the root answers. */
export type DigestAnswer =
  | { readonly ranges: readonly RangeDigest[] }
  | { readonly accounts: readonly AccountDigest[] };

/** Most ranges in one question. */
export const rangesPerQuestion = 100;

const id = z.string().max(128);
const digest = z.string().regex(/^([0-9a-f]{64})?$/);
const range = z.strictObject({ after: id, through: id.nullable() });

const questionSchema = z.union([
  z.strictObject({ ranges: z.array(range).min(1).max(rangesPerQuestion) }),
  z.strictObject({ accountsOf: range }),
]);

const answerSchema = z.union([
  z.strictObject({
    ranges: z.array(z.strictObject({ count: z.number().int().min(0), digest })).max(rangesPerQuestion),
  }),
  z.strictObject({
    accounts: z
      .array(z.strictObject({ accountId: id, shard: id, updateNo: z.string().regex(/^\d{1,19}$/), digest }))
      .max(10_001),
  }),
]);

/** Reads a question. @throws ProcessingError `PROCESSING_ENVELOPE_INVALID`. */
export function toQuestion(body: JsonObject): DigestQuestion {
  return parse(questionSchema, body, "question");
}

/** Reads an answer. @throws ProcessingError `PROCESSING_ENVELOPE_INVALID`. */
export function toAnswer(body: JsonObject): DigestAnswer {
  const answer = parse(answerSchema, body, "answer");
  if ("ranges" in answer) return answer;
  return { accounts: answer.accounts.map((account) => ({ ...account, updateNo: BigInt(account.updateNo) })) };
}

/** A question as plain JSON. */
export function questionBody(question: DigestQuestion): JsonObject {
  const body = ({ after, through }: DigestRange): JsonObject => ({ after, through });
  return "ranges" in question ? { ranges: question.ranges.map(body) } : { accountsOf: body(question.accountsOf) };
}

/** An answer as plain JSON. */
export function answerBody(answer: DigestAnswer): JsonObject {
  if ("ranges" in answer) return { ranges: answer.ranges.map(({ count, digest }) => ({ count, digest })) };
  return { accounts: answer.accounts.map((account) => ({ ...account, updateNo: String(account.updateNo) })) };
}

function parse<T>(schema: z.ZodType<T>, body: JsonObject, what: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ProcessingError(
    "PROCESSING_ENVELOPE_INVALID",
    `A digest ${what} does not have the form that it must have.`,
    {
      details: { path: parsed.error.issues[0]?.path.join("/") ?? "" },
    },
  );
}
