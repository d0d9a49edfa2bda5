import { z } from "zod";
import { taskEvent } from "./domain/events/loading-events.js";
import type { NewGisPayment } from "./domain/payment-json.js";
import { GisError } from "./errors.js";
import { checkOptions } from "./loading/check-options.js";
import { formBatch, type PaymentInput } from "./loading/form-batch.js";
import { announce, type LoadingContext, stampEvents } from "./loading/loading-context.js";
import type { PaymentTotal } from "./ports/gis-store.js";

/** What is to be loaded. */
export interface LoadPaymentsOptions {
  /**
   * Names the task for ever: the same payments under the same id again change nothing, so a run that was cut short is
   * simply repeated. Letters, digits and `._:-`, at most 100.
   */
  readonly taskId: string;
  /** The payments, in an order that is the same at every repetition. */
  readonly payments: Iterable<NewGisPayment> | AsyncIterable<NewGisPayment>;
  /** Most payments in the task. Default: 1 000 000. Limit: 10 000 000. */
  readonly maxPayments?: number;
  readonly signal?: AbortSignal;
}

/** What was taken into the task. Both figures together are all that was given. */
export interface LoadPaymentsReport {
  readonly taskId: string;
  readonly packets: number;
  /** Packed, to be sent. */
  readonly accepted: PaymentTotal;
  /** Kept as `rejected`, with the rules that they break: they are never sent. */
  readonly refused: PaymentTotal;
}

const optionsSchema = z.strictObject({
  taskId: z.string().regex(/^[\w.:-]{1,100}$/, "must be 1 to 100 letters, digits and ._:-"),
  payments: z.custom((value) => isIterable(value), "must be iterable"),
  maxPayments: z.number().int().min(1).max(10_000_000).optional(),
  signal: z.instanceof(AbortSignal).optional(),
});

/**
 * Takes payments into a task and forms its packets, batch by batch in bounded memory. Nothing is sent before all are
 * there. Idempotent by task id and content: what is there already keeps its TransportGUIDs.
 *
 * A payment that breaks a rule of the format is not lost and does not stop the others: it is kept as `rejected` with
 * every rule that it breaks.
 *
 * @throws {@link GisError} `GIS_TASK_CONFLICT` when the id belongs to other payments; `GIS_PAYMENT_INVALID` for a value
 * that is not a payment of the profile at all; `GIS_LIMIT_EXCEEDED` for too many payments; `GIS_OPTIONS_INVALID`.
 */
export async function loadPayments(context: LoadingContext, options: LoadPaymentsOptions): Promise<LoadPaymentsReport> {
  checkOptions(optionsSchema, options, "loadPayments");
  const { taskId, payments, maxPayments = 1_000_000, signal } = options;
  const { profile, packetSize, sender, clock } = context;
  const { orgPpaGuid } = sender;
  await context.store.openTask({ id: taskId, profile, orgPpaGuid, packetSize, createdAt: clock.now() });
  const tally = { batches: 0, packets: 0, accepted: noPayments, refused: noPayments };
  for await (const batch of inBatches(payments, { size: packetSize, maxPayments, taskId })) {
    signal?.throwIfAborted();
    const formed = await formBatch(context, taskId, batch);
    await context.store.addBatch(formed);
    tally.batches += 1;
    if (formed.packet !== undefined) tally.packets += 1;
    for (const record of formed.payments) {
      const side = record.status === "packed" ? "accepted" : "refused";
      tally[side] = plus(tally[side], record.payment.amountKopecks);
    }
  }
  await seal(context, taskId, tally.batches);
  return { taskId, packets: tally.packets, accepted: tally.accepted, refused: tally.refused };
}

const noPayments: PaymentTotal = { count: 0, amountKopecks: 0n };

function plus(total: PaymentTotal, amountKopecks: bigint): PaymentTotal {
  return { count: total.count + 1, amountKopecks: total.amountKopecks + amountKopecks };
}

async function* inBatches(
  payments: LoadPaymentsOptions["payments"],
  { size, maxPayments, taskId }: { readonly size: number; readonly maxPayments: number; readonly taskId: string },
): AsyncGenerator<PaymentInput> {
  let number = 1;
  let from = 0;
  let batch: NewGisPayment[] = [];
  for await (const payment of payments) {
    if (from + batch.length >= maxPayments) {
      throw new GisError("GIS_LIMIT_EXCEEDED", `A task holds at most ${maxPayments} payments. Divide the register.`, {
        details: { taskId, maxPayments },
      });
    }
    batch.push(payment);
    if (batch.length < size) continue;
    yield { number, from, payments: batch };
    number += 1;
    from += batch.length;
    batch = [];
  }
  if (batch.length > 0) yield { number, from, payments: batch };
}

async function seal(context: LoadingContext, taskId: string, batches: number): Promise<void> {
  const isSealed = (await context.store.findTask(taskId))?.sealedAt !== undefined;
  const events = stampEvents(context, [taskEvent("gis.task.formed", taskId, { batches })]);
  await context.store.sealTask({ taskId, batches, sealedAt: context.clock.now(), events });
  if (!isSealed) announce(context, events);
}

function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}
