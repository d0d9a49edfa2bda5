import type { PaymentStatus } from "../states/payment-status.js";
import type { PaymentCancellation } from "../wire/payments/cancellation.js";
import type { GisPayment } from "../wire/payments/payment.js";
import type { GisErrorMessage } from "../wire/read/soap-answer.js";

/** What names a payment. */
export interface PaymentKey {
  readonly taskId: string;
  /** Position in the task, from 0 on. */
  readonly sequence: number;
}

/** What ГИС ЖКХ answered about a payment that it loaded. Kept for ever. */
export interface PaymentAnswer {
  /** GUID of the notification. */
  readonly guid?: string | undefined;
  /** Number of the notification: a supplier's payment can only be cancelled by it. */
  readonly uniqueNumber?: string | undefined;
  /** `xs:dateTime` as written. */
  readonly updateDate?: string | undefined;
}

/** An error that befell a payment, verbatim. */
export interface PaymentError extends GisErrorMessage {
  /** The packet whose answer named it; absent for rules broken before packing. */
  readonly packetNumber?: number | undefined;
}

/** Why a person should look at a payment. */
export type PaymentAttention =
  /** GIS says that it has the payment (SRV012001), and no load of ours proves that it is this one. */
  | "already-loaded-unproven"
  /** GIS says that it has the payment, and our earlier load has another amount or date. */
  | "already-loaded-differs"
  /** GIS says that it has the payment, and an equal payment of the same task is the one that it has. */
  | "already-loaded-twin"
  /** One answer named the payment twice, with different outcomes. */
  | "contradictory-answers"
  /** GIS answered for the cancellations and left this one out, or nobody knows. */
  | "cancellation-unanswered";

/** A payment and how far it got. */
export interface PaymentRecord extends PaymentKey {
  readonly payment: GisPayment;
  /** What GIS recognises the payment by: the order id, or what is paid, the date and the amount. */
  readonly businessKey: string;
  readonly status: PaymentStatus;
  /** The packet that it is in. */
  readonly packetNumber?: number | undefined;
  /** How often bytes with it left, or may have left, in the packets before its present one. */
  readonly earlierSends: number;
  readonly answer?: PaymentAnswer | undefined;
  /** The cancellation that is or was asked for. */
  readonly cancellation?: PaymentCancellation | undefined;
  readonly attention?: PaymentAttention | undefined;
  /** Every error, in the order in which they came. */
  readonly errors: readonly PaymentError[];
}
