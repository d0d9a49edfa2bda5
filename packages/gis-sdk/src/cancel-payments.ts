import { calendarDateIn } from "@opora/core";
import { z } from "zod";
import { paymentEvents } from "./domain/events/loading-events.js";
import { sumKopecks } from "./domain/policy/refusal.js";
import type { PaymentChange } from "./domain/records/payment-change.js";
import type { PaymentRecord } from "./domain/records/payment-record.js";
import { cancellationPacketLimit } from "./domain/wire/profile.js";
import { checkOptions } from "./loading/check-options.js";
import { assertTransitions, commitChanges } from "./loading/commit-packet.js";
import { getPacket, getPayments, overtaken } from "./loading/find-records.js";
import type { LoadingContext } from "./loading/loading-context.js";
import { inChunks } from "./resend-payments.js";

/** What is to be cancelled. */
export interface CancelPaymentsOptions {
  readonly taskId: string;
  /** 1 to 5000 payments. */
  readonly sequences: readonly number[];
  /** Why: 1 to 210 characters. */
  readonly comment?: string;
}

/** Why a payment cannot be cancelled. */
export type CancellationRefusalReason =
  /** ГИС ЖКХ does not have it, or a cancellation is on its way already. */
  | "not-loaded"
  /** A supplier's payment is cancelled by the number that ГИС ЖКХ gave it, and that is not known. */
  | "no-unique-number";

/** What became of the wish to cancel. Both lists together are all that was asked for. */
export interface CancellationReport {
  readonly packetNumbers: readonly number[];
  readonly accepted: readonly number[];
  readonly refused: readonly { readonly sequence: number; readonly reason: CancellationRefusalReason }[];
}

const optionsSchema = z.strictObject({
  taskId: z.string(),
  sequences: z
    .array(z.number().int().min(0))
    .min(1)
    .max(5000)
    .refine((list) => new Set(list).size === list.length, "names a payment twice"),
  comment: z.string().min(1).max(210).optional(),
});

/**
 * Asks ГИС ЖКХ to cancel payments that it loaded: forms packets of cancellations, which are sent and polled like others.
 * An operator's payment is named by its order id, a supplier's by the `UniqueNumber` of its load.
 *
 * @throws {@link GisError} `GIS_PAYMENT_NOT_FOUND`, `GIS_CONFLICT`, `GIS_OPTIONS_INVALID`.
 */
export async function cancelPayments(
  context: LoadingContext,
  options: CancelPaymentsOptions,
): Promise<CancellationReport> {
  checkOptions(optionsSchema, options, "cancelPayments");
  const { taskId, sequences, comment } = options;
  const records = await getPayments(context.store, taskId, sequences);
  const refused: CancellationReport["refused"][number][] = [];
  const wanted: { readonly record: PaymentRecord; readonly orderId: string }[] = [];
  for (const record of records) {
    const orderId = orderIdOf(record);
    if (!(await isCancellable(context, record))) refused.push({ sequence: record.sequence, reason: "not-loaded" });
    else if (orderId === undefined) refused.push({ sequence: record.sequence, reason: "no-unique-number" });
    else wanted.push({ record, orderId });
  }
  const cancellationDate = calendarDateIn(context.clock.now(), "Europe/Moscow");
  const chunks = inChunks(wanted, cancellationPacketLimit);
  const changes = chunks.flatMap((chunk, newPacket) =>
    chunk.map(
      ({ record, orderId }): PaymentChange => ({
        sequence: record.sequence,
        from: record.status,
        to: "cancelling",
        attention: "none",
        cancellation: { transportGuid: context.ids.uuid(), orderId, cancellationDate, comment },
        move: { newPacket, earlierSends: record.earlierSends },
      }),
    ),
  );
  const packetNumbers = await commitCancellations(context, taskId, { records, changes, chunks });
  return { packetNumbers, accepted: wanted.map(({ record }) => record.sequence), refused };
}

async function commitCancellations(
  context: LoadingContext,
  taskId: string,
  parts: {
    readonly records: readonly PaymentRecord[];
    readonly changes: readonly PaymentChange[];
    readonly chunks: readonly (readonly { readonly record: PaymentRecord }[])[];
  },
): Promise<readonly number[]> {
  if (parts.changes.length === 0) return [];
  assertTransitions({ taskId }, parts.changes);
  const nextActionAt = context.clock.now();
  const result = await commitChanges(context, {
    taskId,
    payments: parts.changes,
    newPackets: parts.chunks.map((chunk) => ({
      kind: "cancellation",
      size: chunk.length,
      amountKopecks: sumKopecks(chunk.map(({ record }) => record)),
      nextActionAt,
    })),
    drafts: paymentEvents(parts.records, parts.changes),
  });
  if (result.status === "stale") throw overtaken(taskId);
  return result.newPacketNumbers;
}

async function isCancellable({ store }: LoadingContext, record: PaymentRecord): Promise<boolean> {
  if (record.status === "loaded" || record.status === "already_loaded") return true;
  if (record.status !== "cancelling" || record.packetNumber === undefined) return false;
  // Asked for before, and left without an answer for good.
  const { state } = await getPacket(store, { taskId: record.taskId, number: record.packetNumber });
  return state === "applied";
}

function orderIdOf({ payment, answer }: PaymentRecord): string | undefined {
  return payment.profile === "supplier" ? answer?.uniqueNumber : payment.orderId;
}
