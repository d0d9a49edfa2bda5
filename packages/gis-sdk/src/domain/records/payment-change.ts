import type { PaymentStatus } from "../states/payment-status.js";
import type { PaymentCancellation } from "../wire/payments/cancellation.js";
import type { GisPayment } from "../wire/payments/payment.js";
import type { PaymentAnswer, PaymentAttention, PaymentError } from "./payment-record.js";

/** A change of one payment. Whatever is absent stays as it is. */
export interface PaymentChange {
  readonly sequence: number;
  /** The status that it was decided on: another one makes the whole change stale. */
  readonly from: PaymentStatus;
  readonly to: PaymentStatus;
  /** Added after those that are there. */
  readonly errors?: readonly PaymentError[];
  readonly answer?: PaymentAnswer;
  /** `none` takes a standing mark away. */
  readonly attention?: PaymentAttention | "none";
  readonly cancellation?: PaymentCancellation;
  /** The payment goes over into one of the new packets of the same change. */
  readonly move?: PaymentMove;
}

/** How a payment goes over into a new packet. */
export interface PaymentMove {
  /** Index in the list of new packets of the same change. */
  readonly newPacket: number;
  /** The value to be sent, with its TransportGUID, when it is another one than before. */
  readonly replacement?: GisPayment;
  /** How often bytes with the payment left, or may have left, so far. */
  readonly earlierSends: number;
}
