import type { Lease, LeaseRequest, LeaseStore } from "@opora/core";
import type { ConformanceCase } from "./conformance-case.js";
import { expectRejection, expectThat } from "./expectations.js";

const startMs = Date.UTC(2026, 0, 15, 9, 0, 0, 123);
const ttlMs = 30_000;

/**
 * What every {@link LeaseStore} must do. The cases may share one store, since each has lease names of its own; a store
 * that keeps its content must not have seen them before.
 */
export const leaseStoreCases: readonly ConformanceCase<LeaseStore>[] = [
  {
    name: "a free lease is granted as it was asked for",
    async run(store) {
      const lease = await taken(store, { name: "conformance/free" });
      expectThat(lease.name === "conformance/free" && lease.owner === "a", "the lease must carry its name and owner");
      expectThat(lease.expiresAt.getTime() === startMs + ttlMs, "it must expire at now + ttlMs, to the millisecond");
    },
  },
  {
    name: "a held lease is refused to anybody else until the instant it expires",
    async run(store) {
      const name = "conformance/held";
      await taken(store, { name });
      await refused(store, { name, owner: "b" });
      await refused(store, { name, owner: "b", nowMs: startMs + ttlMs - 1 });
      const lease = await taken(store, { name, owner: "b", nowMs: startMs + ttlMs });
      expectThat(lease.owner === "b", "the lease must belong to who took it over");
    },
  },
  {
    name: "its owner prolongs a lease under the same fencing number",
    async run(store) {
      const name = "conformance/prolonged";
      const first = await taken(store, { name });
      const second = await taken(store, { name, nowMs: startMs + 20_000 });
      expectThat(second.fencingNumber === first.fencingNumber, "prolonging must keep the fencing number");
      expectThat(second.expiresAt.getTime() === startMs + 20_000 + ttlMs, "prolonging must move the expiry");
      await refused(store, { name, owner: "b", nowMs: startMs + ttlMs });
    },
  },
  {
    name: "the fencing number grows with each change of owner",
    async run(store) {
      const name = "conformance/fencing";
      const numbers: bigint[] = [];
      for (const [turn, owner] of ["a", "b", "a", "c"].entries()) {
        const lease = await taken(store, { name, owner, nowMs: startMs + turn * ttlMs });
        numbers.push(lease.fencingNumber);
      }
      const grows = numbers.every((number, turn) => turn === 0 || number > (numbers[turn - 1] ?? number));
      expectThat(grows, `each owner must get a larger fencing number, not ${numbers.join(", ")}`);
    },
  },
  {
    name: "a released lease is free at once, and its fencing number does not start again",
    async run(store) {
      const name = "conformance/released";
      const first = await taken(store, { name });
      await store.release(first);
      const second = await taken(store, { name, owner: "b", nowMs: startMs + 1 });
      expectThat(second.fencingNumber > first.fencingNumber, "the fencing number must grow over a release");
    },
  },
  {
    name: "releasing a lease twice, or one that somebody else has taken over, does nothing",
    async run(store) {
      const name = "conformance/released-late";
      const stale = await taken(store, { name });
      await taken(store, { name, owner: "b", nowMs: startMs + ttlMs });
      await store.release(stale);
      await store.release(stale);
      await refused(store, { name, owner: "c", nowMs: startMs + ttlMs + 1 });
    },
  },
  {
    name: "an old lease of the same owner does not release its new one",
    async run(store) {
      const name = "conformance/released-by-past-self";
      const old = await taken(store, { name });
      await store.release(await taken(store, { name, owner: "b", nowMs: startMs + ttlMs }));
      await taken(store, { name, nowMs: startMs + ttlMs + 1 });
      await store.release(old);
      await refused(store, { name, owner: "b", nowMs: startMs + ttlMs + 2 });
    },
  },
  {
    name: "leases of different names do not touch each other",
    async run(store) {
      const first = await taken(store, { name: "conformance/one" });
      await taken(store, { name: "conformance/two", owner: "b" });
      await store.release(first);
      await refused(store, { name: "conformance/two" });
      // MariaDB and others compare text without regard to case and trailing spaces unless told otherwise.
      await taken(store, { name: "conformance/TWO", owner: "c" });
      await taken(store, { name: "conformance/two ", owner: "d" });
    },
  },
  {
    name: "of many owners that ask at once exactly one gets a lease: free, expired or released",
    async run(store) {
      const name = "conformance/race";
      const winners: Lease[] = [];
      for (const round of [0, 1, 2]) {
        const nowMs = startMs + round * ttlMs;
        const owners = Array.from({ length: 12 }, (_, index) => `${round}/${index}`);
        const answers = await Promise.all(owners.map((owner) => store.acquire(request({ name, owner, nowMs }))));
        const granted = answers.filter((lease) => lease !== undefined);
        expectThat(granted.length === 1, `${granted.length} of ${owners.length} owners got the lease at once`);
        winners.push(...granted);
        if (round === 1) await Promise.all(granted.map((lease) => store.release(lease)));
      }
      const numbers = winners.map((lease) => lease.fencingNumber);
      expectThat(new Set(numbers).size === 3, "each winner must have a fencing number of its own");
    },
  },
  {
    name: "an aborted call rejects and changes nothing",
    async run(store) {
      const name = "conformance/aborted";
      const reason = new Error("stopped");
      const aborted = { signal: AbortSignal.abort(reason) };
      const error = await expectRejection(store.acquire(request({ name }), aborted), "an aborted acquire must reject");
      expectThat(error === reason, "it must reject with the reason of the signal");
      const lease = await taken(store, { name, owner: "b" });
      await expectRejection(store.release(lease, aborted), "an aborted release must reject");
      await refused(store, { name, owner: "c" });
    },
  },
  {
    name: "a lease without a duration is refused",
    async run(store) {
      for (const wrongMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
        const asked = { ...request({ name: "conformance/duration" }), ttlMs: wrongMs };
        await expectRejection(store.acquire(asked), `ttlMs ${wrongMs} must be refused`);
      }
      await taken(store, { name: "conformance/duration", owner: "b" });
    },
  },
];

interface Ask {
  readonly name: string;
  readonly owner?: string;
  readonly nowMs?: number;
}

function request({ name, owner = "a", nowMs = startMs }: Ask): LeaseRequest {
  return { name, owner, now: new Date(nowMs), ttlMs };
}

async function taken(store: LeaseStore, ask: Ask): Promise<Lease> {
  const lease = await store.acquire(request(ask));
  expectThat(lease !== undefined, `${JSON.stringify(ask)} must get the lease`);
  return lease;
}

async function refused(store: LeaseStore, ask: Ask): Promise<void> {
  const lease = await store.acquire(request(ask));
  expectThat(lease === undefined, `${JSON.stringify(ask)} must not get the lease, since it is held`);
}
