/** A claim on a named piece of work, valid until {@link Lease.expiresAt}. */
export interface Lease {
  /** What is claimed, for instance `gis/poll`. */
  readonly name: string;
  /** Who holds it: one identifier per running instance. */
  readonly owner: string;
  /** Grows with each change of owner; a write that carries an older number must be refused. */
  readonly fencingNumber: bigint;
  /** When anybody else may take it. */
  readonly expiresAt: Date;
}

/** What {@link LeaseStore.acquire} needs to know. */
export interface LeaseRequest {
  /** What is claimed. */
  readonly name: string;
  /** Who claims it. */
  readonly owner: string;
  /** The current instant, of the caller's clock. */
  readonly now: Date;
  /** How long the claim lasts, in milliseconds; finite and more than 0. */
  readonly ttlMs: number;
}

/** Port: leases shared by every instance of the host. All methods are atomic. */
export interface LeaseStore {
  /**
   * Takes a free or expired lease, or prolongs one's own (same fencing number); `undefined` when another owner has it.
   * Rejects when the duration is not above 0.
   */
  acquire(request: LeaseRequest, options?: { readonly signal?: AbortSignal }): Promise<Lease | undefined>;
  /** Gives a lease back. Does nothing when it was taken over meanwhile. */
  release(lease: Lease, options?: { readonly signal?: AbortSignal }): Promise<void>;
}
