import { z } from "zod";
import type { NewGisPayment } from "./domain/payment-json.js";
import { sumKopecks } from "./domain/policy/refusal.js";
import type { Packet } from "./domain/records/packet.js";
import type { PaymentChange, PaymentMove } from "./domain/records/payment-change.js";
import type { PaymentRecord } from "./domain/records/payment-record.js";
import type { PaymentStatus } from "./domain/states/payment-status.js";
import { validatePayment } from "./domain/validation/validate-payment.js";
import type { GisPayment } from "./domain/wire/payments/payment.js";
import { GisError } from "./errors.js";
import { checkOptions } from "./loading/check-options.js";
import { assertTransitions, commitChanges } from "./loading/commit-packet.js";
import { getPacket, getPayments, getTask, overtaken } from "./loading/find-records.js";
import type { LoadingContext } from "./loading/loading-context.js";

/** A payment that is to go again. */
export interface PaymentResend {
  readonly sequence: number;
  /** The payment as it should have been. Default: as it was. */
  readonly corrected?: NewGisPayment;
}

/** What is to go again. */
export interface ResendPaymentsOptions {
  readonly taskId: string;
  /** 1 to 5000 payments in status `rejected`, `unanswered` or `unknown`. */
  readonly payments: readonly PaymentResend[];
}

/** The packets that the payments went into. */
export interface ResendReport {
  readonly packetNumbers: readonly number[];
}

const optionsSchema = z.strictObject({
  taskId: z.string(),
  payments: z
    .array(z.strictObject({ sequence: z.number().int().min(0), corrected: z.looseObject({}).optional() }))
    .min(1)
    .max(5000)
    .refine((list) => new Set(list.map(({ sequence }) => sequence)).size === list.length, "names a payment twice"),
});

const resendable: readonly PaymentStatus[] = ["rejected", "unanswered", "unknown"];

/**
 * Puts payments into new packets by a person's word, corrected where that was the fault. A payment that had its final
 * answer goes under a new TransportGUID; one without keeps its own, so that a late answer still finds it.
 *
 * @throws {@link GisError} `GIS_STATE_ILLEGAL` for payments in another status, or whose packet is in `unknown` (decide
 * about the packet first); `GIS_PAYMENT_INVALID` when a correction breaks the rules; `GIS_PAYMENT_NOT_FOUND`;
 * `GIS_CONFLICT`; `GIS_OPTIONS_INVALID`.
 */
export async function resendPayments(context: LoadingContext, options: ResendPaymentsOptions): Promise<ResendReport> {
  checkOptions(optionsSchema, options, "resendPayments");
  const { taskId, payments } = options;
  const task = await getTask(context.store, taskId);
  const records = await getPayments(
    context.store,
    taskId,
    payments.map(({ sequence }) => sequence),
  );
  const packets = await packetsOf(context, records);
  const resent = records.map((record, index) =>
    resend(context, record, payments[index]?.corrected, packets.get(record.packetNumber ?? 0)),
  );
  const chunks = inChunks(resent, task.packetSize);
  const nextActionAt = context.clock.now();
  const changes = chunks.flatMap((chunk, newPacket) =>
    chunk.map(
      ({ record, move }): PaymentChange => ({
        sequence: record.sequence,
        from: record.status,
        to: "packed",
        attention: "none",
        move: { ...move, newPacket },
      }),
    ),
  );
  assertTransitions({ taskId }, changes);
  const result = await commitChanges(context, {
    taskId,
    payments: changes,
    newPackets: chunks.map((chunk) => ({
      kind: "import",
      size: chunk.length,
      amountKopecks: sumKopecks(chunk),
      nextActionAt,
    })),
    drafts: [],
  });
  if (result.status === "stale") throw overtaken(taskId);
  return { packetNumbers: result.newPacketNumbers };
}

interface ResentPayment {
  readonly record: PaymentRecord;
  readonly payment: GisPayment;
  readonly move: Omit<PaymentMove, "newPacket">;
}

function resend(
  { ids }: LoadingContext,
  record: PaymentRecord,
  corrected: NewGisPayment | undefined,
  packet: Packet | undefined,
): ResentPayment {
  const { taskId, sequence, status } = record;
  if (!resendable.includes(status) || packet?.state === "unknown") {
    const where = packet?.state === "unknown" ? `whose packet ${packet.number} is unknown` : `in status "${status}"`;
    throw new GisError("GIS_STATE_ILLEGAL", `A payment ${where} cannot be put into another packet.`, {
      details: { taskId, sequence, status },
    });
  }
  const hasFinalAnswer = status === "rejected";
  const transportGuid = hasFinalAnswer ? ids.uuid() : record.payment.transportGuid;
  const payment = { ...(corrected ?? record.payment), transportGuid } as GisPayment;
  checkCorrection(record, payment);
  return {
    record,
    payment,
    move: {
      replacement: payment,
      // "ГИС ЖКХ had it before" may later be believed only of a payment that may have arrived as it is now.
      earlierSends: hasFinalAnswer || corrected !== undefined ? 0 : record.earlierSends + (packet?.attempt ?? 0),
    },
  };
}

function checkCorrection({ taskId, sequence, payment: former }: PaymentRecord, payment: GisPayment): void {
  const isPayment = payment.profile === former.profile && typeof payment.amountKopecks === "bigint";
  const violation = isPayment ? validatePayment(payment).find(({ severity }) => severity === "error") : undefined;
  if (isPayment && violation === undefined) return;
  const rule =
    violation === undefined ? `must be of profile "${former.profile}"` : `${violation.path}: ${violation.message.en}`;
  throw new GisError("GIS_PAYMENT_INVALID", `Payment ${sequence} ${rule}`, {
    details: { taskId, sequence, ...(violation === undefined ? {} : { code: violation.code, path: violation.path }) },
  });
}

async function packetsOf(
  { store }: LoadingContext,
  records: readonly PaymentRecord[],
): Promise<ReadonlyMap<number, Packet>> {
  const packets = new Map<number, Packet>();
  for (const { taskId, packetNumber: number } of records) {
    if (number === undefined || packets.has(number)) continue;
    packets.set(number, await getPacket(store, { taskId, number }));
  }
  return packets;
}

/** Consecutive parts of at most `size`. */
export function inChunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
