import type { BillingPeriod, OneOf } from "./common.js";

/**
 * A payment as the supplier of the service reports it: `SupplierNotificationOfOrderExecution` of
 * `importSupplierNotificationsOfOrderExecutionRequest`. It has no business key of its own: only the `UniqueNumber` that
 * the import answers with can cancel it.
 */
export type SupplierPayment = SupplierFields &
  OneOf<{
    /** Identifier of the payment document at ГИС ЖКХ, 18 characters. */
    paymentDocumentId: string;
    /** Identifier of the service (ИЖКУ), 13 characters. */
    serviceId: string;
  }>;

/** What every payment of a supplier has, whatever is paid. */
export interface SupplierFields {
  readonly profile: "supplier";
  /** UUID of this payment in the exchange; stable until its final answer. Letter case does not tell two apart. */
  readonly transportGuid: string;
  /** Calendar date `YYYY-MM-DD` of the order, without a time zone. */
  readonly orderDate: string;
  /** Period that is paid. */
  readonly period?: BillingPeriod | undefined;
  /** Amount in kopecks, at most 13 digits; written in roubles with two decimals. */
  readonly amountKopecks: bigint;
  /** Given only when the payment was made online: the schema has no `false`. */
  readonly onlinePayment?: true | undefined;
}
