import type { LeaseStore } from "@opora/core";
import { type ConformanceCase, expectThat } from "@opora/core/conformance";

const ttlMs = 1_000;
const at = (ms: number): Date => new Date(1_800_000_000_000 + ms);

/** The requirements of core's `LeaseStore`, for any implementation. Each case has a lease of its own. */
export const leaseStoreCases: readonly ConformanceCase<LeaseStore>[] = [
  {
    name: "a free lease is given, with its expiry",
    async run(leases) {
      const lease = await leases.acquire({ name: "case/free", owner: "a", now: at(0), ttlMs });
      expectThat(lease?.owner === "a" && lease.name === "case/free", "the lease must be given to who asks");
      expectThat(lease.expiresAt.getTime() === at(ttlMs).getTime(), "it must expire after its time");
      expectThat(lease.fencingNumber > 0n, "it must have a fencing number");
    },
  },
  {
    name: "a lease is refused to others until its expiry, to the millisecond",
    async run(leases) {
      const request = { name: "case/held", ttlMs };
      const first = await leases.acquire({ ...request, owner: "a", now: at(0) });
      const early = await leases.acquire({ ...request, owner: "b", now: at(ttlMs - 1) });
      expectThat(early === undefined, "before the expiry it must be refused");
      const next = await leases.acquire({ ...request, owner: "b", now: at(ttlMs) });
      expectThat(next !== undefined && first !== undefined, "from the expiry on it must be given");
      expectThat(next.fencingNumber > first.fencingNumber, "the fencing number must grow with the owner");
    },
  },
  {
    name: "the holder prolongs a lease under the same fencing number, also late",
    async run(leases) {
      const request = { name: "case/prolonged", owner: "a", ttlMs };
      const first = await leases.acquire({ ...request, now: at(0) });
      const prolonged = await leases.acquire({ ...request, now: at(900) });
      const late = await leases.acquire({ ...request, now: at(50_000) });
      expectThat(first !== undefined && prolonged !== undefined && late !== undefined, "it must be prolonged");
      expectThat(prolonged.expiresAt.getTime() === at(900 + ttlMs).getTime(), "it must last from the prolongation on");
      expectThat(
        prolonged.fencingNumber === first.fencingNumber && late.fencingNumber === first.fencingNumber,
        "the fencing number must stay as long as nobody else had it",
      );
    },
  },
  {
    name: "a lease given back is free at once, and its fencing number goes on growing",
    async run(leases) {
      const request = { name: "case/released", ttlMs, now: at(0) };
      const first = await leases.acquire({ ...request, owner: "a" });
      expectThat(first !== undefined, "a free lease must be given");
      await leases.release(first);
      const next = await leases.acquire({ ...request, owner: "b" });
      expectThat(
        next !== undefined && next.fencingNumber > first.fencingNumber,
        "it must be given with a higher number",
      );
      await leases.release(next);
      const again = await leases.acquire({ ...request, owner: "a" });
      expectThat(again !== undefined && again.fencingNumber > next.fencingNumber, "also to its first owner");
    },
  },
  {
    name: "giving back a lease that was taken over does nothing",
    async run(leases) {
      const request = { name: "case/stale", ttlMs };
      const stale = await leases.acquire({ ...request, owner: "a", now: at(0) });
      const current = await leases.acquire({ ...request, owner: "b", now: at(ttlMs) });
      expectThat(stale !== undefined && current !== undefined, "the lease must change hands");
      await leases.release(stale);
      const intruder = await leases.acquire({ ...request, owner: "c", now: at(ttlMs + 1) });
      expectThat(intruder === undefined, "the lease must still be held");
    },
  },
  {
    name: "of many who ask at the same moment one gets the lease",
    async run(leases) {
      for (const [round, now] of [at(0), at(ttlMs), at(2 * ttlMs)].entries()) {
        const owners = Array.from({ length: 12 }, (_, index) => `${round}-${index}`);
        const answers = await Promise.all(
          owners.map((owner) => leases.acquire({ name: "case/contended", owner, now, ttlMs })),
        );
        expectThat(answers.filter((lease) => lease !== undefined).length === 1, `round ${round}: one must get it`);
      }
    },
  },
];
