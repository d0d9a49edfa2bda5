import type { GisPayment } from "./wire/payments/payment.js";

/**
 * What ГИС ЖКХ recognises a payment by when it is loaded a second time: the order id of an operator's payment; what is
 * paid, the date and the amount of a supplier's, which has no id of its own.
 */
export function businessKeyOf(payment: GisPayment): string {
  if (payment.profile !== "supplier") return `order:${payment.orderId}`;
  const subject =
    payment.paymentDocumentId === undefined ? `service:${payment.serviceId}` : `document:${payment.paymentDocumentId}`;
  return `${subject}|${payment.orderDate}|${payment.amountKopecks}`;
}
