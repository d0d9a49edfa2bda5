/**
 * Takes back a payment that was loaded before: `NotificationOfOrderExecutionCancellation` of
 * `importNotificationsOfOrderExecutionCancellationRequest`.
 */
export interface PaymentCancellation {
  /** UUID of this cancellation in the exchange, not that of the payment. */
  readonly transportGuid: string;
  /** `orderId` of an operator's payment; `UniqueNumber` of a supplier's one. 1 to 32 characters. */
  readonly orderId: string;
  /** Calendar date `YYYY-MM-DD` of the cancellation, without a time zone. */
  readonly cancellationDate: string;
  /** 1 to 210 characters. */
  readonly comment?: string | undefined;
}
