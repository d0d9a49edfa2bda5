/** Where a reservation stands. */
export type ReservationStatus = "open" | "captured" | "released" | "expired";

/** Money held on accounts for a payment that is not final yet. */
export interface Reservation {
  readonly id: string;
  readonly status: ReservationStatus;
  /** The node that may capture it. */
  readonly nodeId: string;
  readonly currency: string;
  readonly total: bigint;
  readonly lines: readonly { readonly accountId: string; readonly amount: bigint }[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** The document that captured it. */
  readonly documentId?: string;
}
