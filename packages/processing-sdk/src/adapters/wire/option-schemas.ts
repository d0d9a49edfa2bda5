import type { Clock, Logger, Random } from "@opora/core";
import { largestMaxEnvelopeBytes } from "@opora/processing-sdk";
import { z } from "zod";
import type { NoCheck, SharedKeyCheck } from "./authentication.js";
import { minKeyBytes } from "./identify.js";
import type { NonceMemory } from "./nonce-memory.js";

const port = <Port>(method: keyof Port & string) =>
  z.custom<Port>(
    (value) => typeof (value as Record<string, unknown> | null | undefined)?.[method] === "function",
    `must have the method ${method}`,
  );
const functionOf = <Type>() => z.custom<Type>((value) => typeof value === "function", "must be a function");

/** Text that can stand in headers, queue names and logs. */
export const plainText = (maxLength: number) =>
  z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces")
    .max(maxLength);

/** A node id. */
const nodeIdSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Surrogate}]+$/u, "must be without control characters");

/** A duration in milliseconds, up to a day. */
export const durationMs = z.number().int().min(1).max(86_400_000);

/** A count. */
export const countUpTo = (limit: number) => z.number().int().min(1).max(limit);

export const maxEnvelopeBytesSchema = z.number().int().min(1024).max(largestMaxEnvelopeBytes).optional();
export const compressionSchema = z.enum(["identity", "gzip"]).optional();
export const loggerSchema = port<Logger>("log").optional();
export const clockSchema = port<Clock>("now").optional();
const randomSchema = port<Random>("bytes").optional();

export const sharedKeyProofSchema = z.strictObject({
  method: z.literal("hmac"),
  nodeId: nodeIdSchema,
  key: z
    .instanceof(Uint8Array)
    .refine(({ length }) => length >= minKeyBytes, `must have at least ${minKeyBytes} bytes`),
  clock: clockSchema,
  random: randomSchema,
});
export const certificateProofSchema = z.strictObject({ method: z.literal("certificate") });
export const noProofSchema = z.strictObject({ method: z.literal("none") });

export const sharedKeyCheckSchema = z.strictObject({
  method: z.literal("hmac"),
  keysOf: functionOf<SharedKeyCheck["keysOf"]>(),
  windowMs: z.number().int().min(1000).max(3_600_000).optional(),
  nonces: port<NonceMemory>("spend").optional(),
  clock: clockSchema,
});
export const noCheckSchema = z.strictObject({ method: z.literal("none"), nodeOf: functionOf<NoCheck["nodeOf"]>() });
