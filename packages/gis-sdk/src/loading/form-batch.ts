import { businessKeyOf } from "../domain/business-key.js";
import { type NewGisPayment, paymentToJson } from "../domain/payment-json.js";
import { sumKopecks } from "../domain/policy/refusal.js";
import type { Packet } from "../domain/records/packet.js";
import type { PaymentError, PaymentRecord } from "../domain/records/payment-record.js";
import { formPacket } from "../domain/states/form-packet.js";
import { validatePayment } from "../domain/validation/validate-payment.js";
import type { GisPayment } from "../domain/wire/payments/payment.js";
import { GisError } from "../errors.js";
import type { PaymentBatch } from "../ports/gis-store.js";
import { sha256 } from "./exchange-with-gis.js";
import type { LoadingContext } from "./loading-context.js";

/** Consecutive payments as the host gave them. */
export interface PaymentInput {
  /** From 1 on. */
  readonly number: number;
  /** Sequence of the first payment. */
  readonly from: number;
  readonly payments: readonly NewGisPayment[];
}

/**
 * Forms a batch: gives each payment its TransportGUID, checks it, and puts those that break no rule into one packet.
 *
 * @throws {@link GisError} `GIS_PAYMENT_INVALID` for a value that is no payment of the profile at all.
 */
export async function formBatch(context: LoadingContext, taskId: string, batch: PaymentInput): Promise<PaymentBatch> {
  const payments = batch.payments.map((payment, index) => withGuid(context, payment, batch.from + index));
  const takenOrderIds = await orderIdsTaken(context, { taskId, before: batch.from }, payments);
  const records = payments.map((payment, index): PaymentRecord => {
    const businessKey = businessKeyOf(payment);
    const errors = brokenRules(payment);
    if (takenOrderIds.has(businessKey)) errors.push(repeatedOrderId);
    if (payment.profile !== "supplier") takenOrderIds.add(businessKey);
    const isAccepted = errors.length === 0;
    return {
      taskId,
      sequence: batch.from + index,
      payment,
      businessKey,
      status: isAccepted ? "packed" : "rejected",
      packetNumber: isAccepted ? batch.number : undefined,
      earlierSends: 0,
      errors,
    };
  });
  return {
    taskId,
    number: batch.number,
    digest: digestOf(batch.payments),
    packet: packetOf(
      context,
      { taskId, number: batch.number },
      records.filter(({ status }) => status === "packed"),
    ),
    payments: records,
  };
}

function packetOf(
  { profile, sender, clock }: LoadingContext,
  key: { readonly taskId: string; readonly number: number },
  records: readonly PaymentRecord[],
): Packet | undefined {
  if (records.length === 0) return undefined;
  return formPacket({
    ...key,
    kind: "import",
    profile,
    orgPpaGuid: sender.orgPpaGuid,
    size: records.length,
    amountKopecks: sumKopecks(records),
    nextActionAt: clock.now(),
  });
}

function withGuid({ ids, profile }: LoadingContext, payment: NewGisPayment, sequence: number): GisPayment {
  const isPayment =
    typeof payment === "object" &&
    payment !== null &&
    payment.profile === profile &&
    typeof payment.amountKopecks === "bigint" &&
    BigInt.asIntN(64, payment.amountKopecks) === payment.amountKopecks;
  if (!isPayment) {
    const rule = `must be a payment of profile "${profile}" with amountKopecks as a bigint of 64 bits`;
    throw new GisError("GIS_PAYMENT_INVALID", `Payment ${sequence} ${rule}.`, { details: { sequence, profile } });
  }
  return { ...payment, transportGuid: ids.uuid() } as GisPayment;
}

/** The rules that a payment breaks, in Russian like the errors of ГИС ЖКХ that they stand beside. */
function brokenRules(payment: GisPayment): PaymentError[] {
  return validatePayment(payment)
    .filter(({ severity }) => severity === "error")
    .map(({ code, path, message }) => ({ code, description: `${path}: ${message.ru}` }));
}

const repeatedOrderId: PaymentError = {
  code: "rule/order-id-repeated",
  description: "/orderId: у более раннего платежа задачи такой же идентификатор распоряжения",
};

/** Business keys of operators' payments that stand in earlier batches of the task. */
async function orderIdsTaken(
  { store, sender }: LoadingContext,
  { taskId, before }: { readonly taskId: string; readonly before: number },
  payments: readonly GisPayment[],
): Promise<Set<string>> {
  const keys = payments.filter(({ profile }) => profile !== "supplier").map(businessKeyOf);
  if (keys.length === 0) return new Set();
  const known = await store.findByBusinessKeys(sender.orgPpaGuid, [...new Set(keys)]);
  return new Set(
    known.filter((load) => load.taskId === taskId && load.sequence < before).map(({ businessKey }) => businessKey),
  );
}

function digestOf(payments: readonly NewGisPayment[]): string {
  return sha256(payments.map((payment) => JSON.stringify(paymentToJson(payment))).join("\n"));
}
