import type { Packet } from "../records/packet.js";
import type { PaymentAnswer, PaymentAttention, PaymentKey, PaymentRecord } from "../records/payment-record.js";
import type { PaymentStatus } from "../states/payment-status.js";

/** A payment of ours, of any task, that GIS recognises by the same business key. */
export interface EarlierLoad extends PaymentKey {
  readonly businessKey: string;
  readonly status: PaymentStatus;
  readonly amountKopecks: bigint;
  readonly orderDate: string;
  readonly answer?: PaymentAnswer | undefined;
}

/** Whether "GIS had it before" (SRV012001) may be believed of a payment, and why not. */
export type AlreadyLoadedVerdict =
  | { readonly isOurs: "yes"; readonly answer?: PaymentAnswer }
  | { readonly isOurs: "no"; readonly attention: PaymentAttention };

const loadedStatuses: readonly PaymentStatus[] = ["loaded", "already_loaded", "cancelling"];

/**
 * Compares a payment that GIS says it had before with our own earlier loads. Pure.
 *
 * It is ours when another task loaded one of the same key, amount and date, or when an earlier send of the same payment may
 * have arrived. It is not when the one that ГИС ЖКХ has is an equal payment of the same task, since two equal payments are
 * two, or one of ours with another amount or date.
 *
 * @param earlierLoads - Payments of the same business key, the payment itself left out.
 */
export function judgeAlreadyLoaded(
  payment: PaymentRecord,
  packet: Packet,
  earlierLoads: readonly EarlierLoad[],
): AlreadyLoadedVerdict {
  const loads = earlierLoads.filter(({ status }) => loadedStatuses.includes(status));
  if (loads.some(({ taskId }) => taskId === payment.taskId)) return { isOurs: "no", attention: "already-loaded-twin" };
  const equal = loads.find(
    ({ amountKopecks, orderDate }) =>
      amountKopecks === payment.payment.amountKopecks && orderDate === payment.payment.orderDate,
  );
  if (equal !== undefined) {
    return equal.answer === undefined ? { isOurs: "yes" } : { isOurs: "yes", answer: equal.answer };
  }
  if (loads.length > 0) return { isOurs: "no", attention: "already-loaded-differs" };
  if (payment.earlierSends + packet.attempt > 1) return { isOurs: "yes" };
  return { isOurs: "no", attention: "already-loaded-unproven" };
}
