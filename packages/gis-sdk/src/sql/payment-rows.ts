import { createHash } from "node:crypto";
import type { JsonObject } from "@opora/core";
import {
  businessKeyOf,
  type EarlierLoad,
  type PaymentAnswer,
  type PaymentCancellation,
  type PaymentError,
  type PaymentRecord,
  paymentFromJson,
  paymentToJson,
} from "@opora/gis-sdk";
import { jsonOrNull } from "./packet-rows.js";
import type { Row } from "./tables.js";

/** A payment as a row; its errors are rows of their own. */
export function paymentToRow(record: PaymentRecord, orgPpaGuid: string): Row<"gis_payment"> {
  return {
    task_id: record.taskId,
    sequence: BigInt(record.sequence),
    org_ppa_guid: orgPpaGuid,
    ...paymentColumns(record.payment),
    status: record.status,
    packet_number: record.packetNumber === undefined ? null : BigInt(record.packetNumber),
    earlier_sends: BigInt(record.earlierSends),
    attention: record.attention ?? null,
    answer: jsonOrNull(record.answer),
    cancellation: jsonOrNull(record.cancellation),
  };
}

/** The columns that follow from the value that is sent. */
export function paymentColumns(
  payment: PaymentRecord["payment"],
): Pick<Row<"gis_payment">, "transport_guid" | "business_key" | "amount_kopecks" | "payment"> {
  return {
    transport_guid: payment.transportGuid.toLowerCase(),
    business_key: businessKeyHash(businessKeyOf(payment)),
    amount_kopecks: payment.amountKopecks,
    payment: JSON.stringify(paymentToJson(payment)),
  };
}

/** A business key as it is stored and looked for. */
export function businessKeyHash(businessKey: string): string {
  return createHash("sha256").update(businessKey).digest("hex");
}

/** Errors of a payment as rows, numbered from `firstOrdinal` on. */
export function errorRows(
  key: Pick<PaymentRecord, "taskId" | "sequence">,
  errors: readonly PaymentError[],
  firstOrdinal: number,
): readonly Row<"gis_payment_error">[] {
  return errors.map((error, index) => ({
    task_id: key.taskId,
    sequence: BigInt(key.sequence),
    ordinal: BigInt(firstOrdinal + index),
    error: JSON.stringify(error),
  }));
}

/** The payment of a row with the rows of its errors, in order. */
export function paymentFromRow(row: Row<"gis_payment">, errors: readonly Row<"gis_payment_error">[]): PaymentRecord {
  const payment = paymentFromJson(JSON.parse(row.payment) as JsonObject);
  return {
    taskId: row.task_id,
    sequence: Number(row.sequence),
    payment,
    businessKey: businessKeyOf(payment),
    status: row.status as PaymentRecord["status"],
    packetNumber: row.packet_number === null ? undefined : Number(row.packet_number),
    earlierSends: Number(row.earlier_sends),
    answer: row.answer === null ? undefined : (JSON.parse(row.answer) as PaymentAnswer),
    cancellation: row.cancellation === null ? undefined : (JSON.parse(row.cancellation) as PaymentCancellation),
    attention: (row.attention ?? undefined) as PaymentRecord["attention"],
    errors: errors.map(({ error }) => JSON.parse(error) as PaymentError),
  };
}

/** The payment of a row, as far as comparing loads needs it. */
export function earlierLoadFromRow(row: Row<"gis_payment">): EarlierLoad {
  const { taskId, sequence, businessKey, status, payment, answer } = paymentFromRow(row, []);
  const { amountKopecks, orderDate } = payment;
  return { taskId, sequence, businessKey, status, amountKopecks, orderDate, answer };
}
