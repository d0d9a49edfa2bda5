import type { PacketEventType } from "../states/packet-event.js";
import type { PaymentStatus } from "../states/payment-status.js";

/** A change that befalls all payments of a packet alike. */
export interface MemberChange {
  /** Payments in other statuses are left alone. */
  readonly from: readonly PaymentStatus[];
  readonly to: PaymentStatus;
}

/**
 * What an event of an import packet does to all of its payments alike; answers that differ from payment to payment are
 * decided elsewhere. The payments of a packet of cancellations stay `cancelling` until their answer.
 */
export const memberChanges: Readonly<Partial<Record<PacketEventType, MemberChange>>> = {
  "sending-started": { from: ["packed", "unknown"], to: "sent" },
  "not-sent": { from: ["sent"], to: "packed" },
  postponed: { from: ["sent", "unknown"], to: "packed" },
  lost: { from: ["sent"], to: "unknown" },
  acked: { from: ["unknown"], to: "sent" },
  pending: { from: ["unknown"], to: "sent" },
  "resend-decided": { from: ["unknown", "rejected"], to: "packed" },
  cancelled: { from: ["packed"], to: "cancelled" },
};
