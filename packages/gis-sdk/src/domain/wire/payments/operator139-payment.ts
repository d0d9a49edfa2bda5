import type { BillingPeriod, OneOf } from "./common.js";

/**
 * A payment as a payment operator reports it by identifiers only (п. 139 of order 589/944 of 28.12.2015):
 * `NotificationOfOrderExecution139Type` of `importNotificationsOfOrderExecutionRequest`.
 */
export type Operator139Payment = Operator139Fields &
  OneOf<{
    /** The payment document that is paid: its identifier at ГИС ЖКХ (18 characters) and its GUID. */
    paymentDocument: Operator139Subject;
    /** The service that is paid: its identifier (ИЖКУ, 13 characters) and its GUID. */
    service: Operator139Subject;
  }>;

/** What is paid, by both of its identifiers. */
export interface Operator139Subject {
  readonly id: string;
  readonly guid: string;
}

/** What every payment by identifiers has, whatever is paid. */
export interface Operator139Fields {
  readonly profile: "operator139";
  /** UUID of this payment in the exchange; stable until its final answer. Letter case does not tell two apart. */
  readonly transportGuid: string;
  /** Business key of the payment at ГИС ЖКХ: exactly 32 characters; a UUID fits without its dashes. */
  readonly orderId: string;
  /** Calendar date `YYYY-MM-DD` of the order, without a time zone. */
  readonly orderDate: string;
  /** Amount in kopecks, at most 16 digits; written in kopecks. */
  readonly amountKopecks: bigint;
  /** Given only when the payment was made online: the schema has no `false`. */
  readonly onlinePayment?: true | undefined;
  /** Period that is paid. */
  readonly period?: BillingPeriod | undefined;
  /** GUID of the recipient's bank requisites at ГИС ЖКХ. */
  readonly paymentInformationGuid?: string | undefined;
}
