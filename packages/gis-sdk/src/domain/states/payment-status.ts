/** Where a payment is on its way. */
export type PaymentStatus =
  /** Not in a packet yet. */
  | "new"
  /** In a packet of which nothing left yet. */
  | "packed"
  /** In a packet that left. */
  | "sent"
  /** GIS loaded it. */
  | "loaded"
  /** GIS had it before, and it was compared with our own earlier load. */
  | "already_loaded"
  /** It is not at GIS: broken rules, or errors of GIS. */
  | "rejected"
  /** GIS answered for its packet and left it out. */
  | "unanswered"
  /** GIS may or may not have it. */
  | "unknown"
  /** Loaded, and its cancellation is on the way. */
  | "cancelling"
  /** Not at GIS: cancelled there, or withdrawn before it left. */
  | "cancelled";

/** All payment statuses, in the order of the way. */
export const paymentStatuses = [
  "new",
  "packed",
  "sent",
  "loaded",
  "already_loaded",
  "rejected",
  "unanswered",
  "unknown",
  "cancelling",
  "cancelled",
] as const satisfies readonly PaymentStatus[];

const transitions: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  new: ["packed", "rejected"],
  packed: ["sent", "cancelled", "rejected"],
  // Back to `packed`: nothing left after all, or the whole packet is to be sent anew.
  sent: ["packed", "loaded", "already_loaded", "rejected", "unanswered", "unknown"],
  loaded: ["cancelling"],
  already_loaded: ["cancelling"],
  rejected: ["packed", "loaded"],
  unanswered: ["packed", "loaded", "rejected"],
  // To `sent`: a late acknowledgement or a state of GIS proves that it has the packet.
  unknown: ["packed", "sent", "loaded", "already_loaded", "rejected", "unanswered"],
  // Back to `loaded` or `already_loaded`: GIS refused the cancellation.
  cancelling: ["cancelled", "loaded", "already_loaded", "cancelling"],
  cancelled: [],
};

/** Whether a payment may go from one status to another. */
export function isPaymentTransition(from: PaymentStatus, to: PaymentStatus): boolean {
  return transitions[from].includes(to);
}
