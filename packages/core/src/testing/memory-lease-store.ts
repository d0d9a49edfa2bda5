import { CoreError, type Lease, type LeaseStore } from "@opora/core";

/** Creates a {@link LeaseStore} for one process, which forgets everything when the process ends. */
export function createMemoryLeaseStore(): LeaseStore {
  // Released leases stay, expired, because their fencing numbers must go on growing.
  const leases = new Map<string, Lease>();

  return {
    async acquire({ name, owner, now, ttlMs }, { signal } = {}) {
      signal?.throwIfAborted();
      if (!Number.isFinite(ttlMs) || ttlMs <= 0) {
        throw new CoreError("CORE_OPTIONS_INVALID", "ttlMs must be above 0 and finite.", {
          details: { path: "ttlMs" },
        });
      }
      const current = leases.get(name);
      const isOwn = current?.owner === owner && current.expiresAt > now;
      if (current && !isOwn && current.expiresAt > now) return undefined;
      const lease: Lease = {
        name,
        owner,
        fencingNumber: isOwn ? current.fencingNumber : (current?.fencingNumber ?? 0n) + 1n,
        expiresAt: new Date(now.getTime() + ttlMs),
      };
      leases.set(name, lease);
      return lease;
    },
    async release(lease, { signal } = {}) {
      signal?.throwIfAborted();
      const current = leases.get(lease.name);
      if (current?.fencingNumber !== lease.fencingNumber) return;
      leases.set(lease.name, { ...current, expiresAt: new Date(0) });
    },
  };
}
