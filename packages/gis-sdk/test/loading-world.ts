import type { NewOutboxEvent } from "@opora/core";
import { createManualClock, createSeededIds, createSeededRandom, type ManualClock } from "@opora/core/testing";
import { createLoading, type GisStore, type GisTransport, type Loading, type LoadingOptions } from "@opora/gis-sdk";
import {
  createGisStandIn,
  createMemoryGisStore,
  type GisStandIn,
  type GisStandInOptions,
} from "@opora/gis-sdk/testing";
import type { GostCertificate, GostSigner } from "@opora/gost";
import { createPemSigner } from "@opora/gost/signers";
import { createTestAuthority } from "@opora/gost/testing";
import { orgPpaGuid, start } from "./loading-fixtures.js";

/** Keys for the tests: made once, since making them takes longer than a test. */
export interface TestKeys {
  readonly root: GostCertificate;
  /** Signs our packets. */
  readonly ours: GostSigner;
  /** Signs the answers of the stand-in. */
  readonly theirs: GostSigner;
  /** Of another authority: nobody trusts it. */
  readonly stranger: GostSigner;
}

/** Makes keys from a seed. */
export function createTestKeys(seed = 1): TestKeys {
  const sources = { random: createSeededRandom(seed), clock: createManualClock(start) };
  const authority = createTestAuthority(sources);
  const other = createTestAuthority(sources);
  const signerOf = ({ privateKeyPem, certificatePem }: ReturnType<typeof authority.issue>): GostSigner =>
    createPemSigner({ key: privateKeyPem, certificate: certificatePem });
  return {
    root: authority.certificate,
    ours: signerOf(authority.issue()),
    theirs: signerOf(authority.issue()),
    stranger: signerOf(other.issue()),
  };
}

/** A stand-in, a store and a clock, with instances of the loading beside them. */
export interface LoadingWorld {
  readonly clock: ManualClock;
  readonly standIn: GisStandIn;
  readonly store: GisStore;
  /** Events of all instances, in order. */
  readonly events: NewOutboxEvent[];
  /** Starts an instance. */
  start(options?: Partial<LoadingOptions>): Loading;
}

/** What a world is made of. */
export interface LoadingWorldOptions {
  readonly keys: TestKeys;
  readonly seed?: number;
  readonly profile?: LoadingOptions["profile"];
  readonly store?: GisStore;
  readonly transport?: GisTransport;
  readonly standIn?: Partial<GisStandInOptions>;
}

/** Creates a world in which time stands still until it is moved. */
export function createLoadingWorld(options: LoadingWorldOptions): LoadingWorld {
  const { keys, seed = 1, profile = "supplier", store = createMemoryGisStore() } = options;
  const clock = createManualClock(start);
  const random = createSeededRandom(seed);
  const standIn = createGisStandIn({
    clock,
    ids: createSeededIds(seed + 1000),
    random,
    signer: keys.theirs,
    trustAnchors: [keys.root],
    ...options.standIn,
  });
  const events: NewOutboxEvent[] = [];
  let instances = 0;
  return {
    clock,
    standIn,
    store,
    events,
    start: (given = {}) => {
      instances += 1;
      return createLoading({
        store,
        transport: options.transport ?? standIn.transport,
        signer: keys.ours,
        clock,
        ids: createSeededIds(seed * 100 + instances),
        random,
        sender: { orgPpaGuid },
        profile,
        onEvent: (event) => events.push(event),
        ...given,
      });
    },
  };
}

/** Runs the jobs, moving the clock to whatever is due next, until nothing happens by itself or time is up. */
export async function runToRest(
  { clock }: LoadingWorld,
  loading: Loading,
  taskId: string,
  { untilMs = 48 * 3_600_000 }: { readonly untilMs?: number } = {},
): Promise<Awaited<ReturnType<Loading["summary"]>>> {
  for (;;) {
    await loading.runSend({ taskId });
    await loading.runPoll({ taskId });
    await loading.runAlarms();
    const summary = await loading.summary(taskId);
    const next = summary.nextActionAt;
    if (next === undefined || next.getTime() - start.getTime() > untilMs) return summary;
    if (next > clock.now()) clock.set(next);
  }
}

/** What a person does with packets of which nobody knows: looks at GIS, says what is there, and sends the rest again. */
export async function decideByLooking(world: LoadingWorld, loading: Loading, taskId: string): Promise<void> {
  const held = new Set(world.standIn.loadedPayments().map(({ transportGuid }) => transportGuid));
  const missing: number[] = [];
  for await (const packet of loading.packets(taskId, ["unknown"])) {
    const members = (await world.store.readMembers(packet)).filter(({ status }) => status === "unknown");
    const settlements = members.map(({ sequence, payment }) => ({
      sequence,
      outcome: held.has(payment.transportGuid) ? ("loaded" as const) : ("not-loaded" as const),
    }));
    await loading.settlePayments({ taskId, settlements });
    missing.push(...settlements.filter(({ outcome }) => outcome === "not-loaded").map(({ sequence }) => sequence));
  }
  if (missing.length === 0) return;
  await loading.resendPayments({ taskId, payments: missing.map((sequence) => ({ sequence })) });
}
