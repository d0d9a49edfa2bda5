import type { LeaseStore } from "@opora/core";
import { leaseStoreCases } from "@opora/core/conformance";
import { createMemoryLeaseStore } from "@opora/core/testing";
import { describe, expect, test } from "vitest";

describe("the lease store in memory", () => {
  for (const { name, run } of leaseStoreCases) test(name, () => run(createMemoryLeaseStore()));

  test("passes all cases on one store, too", async () => {
    const store = createMemoryLeaseStore();
    for (const { run } of leaseStoreCases) await run(store);
  });
});

/** Each broken store breaks one promise of the port; the kit must notice. */
const brokenStores: Readonly<Record<string, () => LeaseStore>> = {
  "grants everything": () => ({
    ...createMemoryLeaseStore(),
    acquire: async ({ name, owner, now, ttlMs }) => ({
      name,
      owner,
      fencingNumber: 1n,
      expiresAt: new Date(now.getTime() + ttlMs),
    }),
  }),
  "grants nothing": () => ({ ...createMemoryLeaseStore(), acquire: async () => undefined }),
  "never releases": () => ({ ...createMemoryLeaseStore(), release: async () => undefined }),
  "releases whatever has the name": () => {
    const store = createMemoryLeaseStore();
    const latest = new Map<string, Parameters<LeaseStore["release"]>[0]>();
    return {
      async acquire(request, options) {
        const lease = await store.acquire(request, options);
        if (lease) latest.set(lease.name, lease);
        return lease;
      },
      release: (lease, options) => store.release(latest.get(lease.name) ?? lease, options),
    };
  },
  "looks before it leaps": () => {
    const store = createMemoryLeaseStore();
    const holders = new Map<string, number>();
    return {
      async acquire(request, options) {
        const heldUntilMs = holders.get(request.name) ?? 0;
        await Promise.resolve();
        if (heldUntilMs > request.now.getTime()) return undefined;
        holders.set(request.name, request.now.getTime() + request.ttlMs);
        const fresh = createMemoryLeaseStore();
        return fresh.acquire(request, options);
      },
      release: (lease, options) => store.release(lease, options),
    };
  },
  "forgets the fencing number": () => {
    const store = createMemoryLeaseStore();
    return {
      release: store.release,
      async acquire(request, options) {
        const lease = await store.acquire(request, options);
        return lease && { ...lease, fencingNumber: 1n };
      },
    };
  },
  "ignores the signal": () => {
    const store = createMemoryLeaseStore();
    return { acquire: (request) => store.acquire(request), release: (lease) => store.release(lease) };
  },
};

describe("the kit notices a store that", () => {
  test.each(Object.entries(brokenStores))("%s", async (_defect, create) => {
    const outcomes = await Promise.allSettled(leaseStoreCases.map(({ run }) => run(create())));
    expect(outcomes.filter(({ status }) => status === "rejected").length).toBeGreaterThan(0);
  });
});
