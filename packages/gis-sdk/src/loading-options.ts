import { type Clock, type Ids, type Logger, type NewOutboxEvent, type Random, silentLogger } from "@opora/core";
import type { GostCertificate, GostCrl, GostSigner } from "@opora/gost";
import { z } from "zod";
import { defaultLoadingPolicy, type LoadingPolicy } from "./domain/policy/loading-policy.js";
import { type GisProfile, packetLimits } from "./domain/wire/profile.js";
import { checkOptions } from "./loading/check-options.js";
import type { LoadingContext } from "./loading/loading-context.js";
import type { AnswerTrust, LoadingSender, SignatureProfile } from "./loading-settings.js";
import type { GisStore } from "./ports/gis-store.js";
import type { GisTransport } from "./ports/gis-transport.js";

/** Rules to be other than {@link defaultLoadingPolicy}. */
export type LoadingPolicyOptions = Partial<Omit<LoadingPolicy, "afterUnknown">> & {
  readonly afterUnknown?: Partial<LoadingPolicy["afterUnknown"]>;
};

/** What {@link createLoading} needs. Unknown keys are refused. */
export interface LoadingOptions {
  readonly store: GisStore;
  readonly transport: GisTransport;
  /** Signs the packets. */
  readonly signer: GostSigner;
  readonly clock: Clock;
  readonly ids: Ids;
  /** For jitter, and for what else must not be foreseeable. */
  readonly random: Random;
  readonly sender: LoadingSender;
  /** The form in which payments are loaded. Packets of other forms in the same store are sent in theirs. */
  readonly profile: GisProfile;
  /** Most payments in one packet. Default and limit: 500, for `supplier` 250. */
  readonly packetSize?: number;
  /** Default: `inclusive`. */
  readonly signatureProfile?: SignatureProfile;
  readonly policy?: LoadingPolicyOptions;
  /** Time for one HTTP exchange, in milliseconds. Default: 60 000. Limit: 600 000. */
  readonly requestTimeoutMs?: number;
  /**
   * How long a packet belongs to the instance that works on it, in milliseconds. Must exceed `requestTimeoutMs` by a
   * minute at least, for signing and storing. Default: 300 000.
   */
  readonly leaseMs?: number;
  /** How many packets are worked on at once. Default: 1. Limit: 32. */
  readonly concurrency?: number;
  /** Identifier of this running instance, never shared by two. Default: a new UUID. */
  readonly owner?: string;
  /** When given, final answers must be signed by a certificate that leads to one of these anchors. Default: not checked. */
  readonly answerTrust?: AnswerTrust;
  /** Default: silent. */
  readonly logger?: Logger;
  /** Called with every event after it became durable, for progress. The outbox is what to rely on. */
  readonly onEvent?: (event: NewOutboxEvent) => void;
}

const guid = z.string().regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, "must be a GUID");
const port = <Port>(...methods: readonly (keyof Port & string)[]) =>
  z.custom<Port>(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      methods.every((method) => typeof (value as Record<string, unknown>)[method] === "function"),
    `must have the methods ${methods.join(", ")}`,
  );
const weekMs = 7 * 24 * 60 * 60 * 1000;
const durationMs = z.number().int().positive().max(weekMs);
const delayRange = z
  .strictObject({ minMs: durationMs, maxMs: durationMs })
  .refine(({ minMs, maxMs }) => minMs <= maxMs, "minMs must not exceed maxMs");
const afterUnknown = z.enum(["ask", "rebuild", "repost"]);

const policySchema = z.strictObject({
  pollDelaysMs: z.tuple([durationMs], durationMs).refine(({ length }) => length <= 32, "must have at most 32 pauses"),
  stalledAfterMs: durationMs,
  expireAfterMs: durationMs,
  attemptLimit: z.number().int().min(1).max(1000),
  rebuildDelayMs: delayRange,
  connectDelayMs: delayRange,
  reuseBytesMs: durationMs,
  afterUnknown: z.strictObject({ operator: afterUnknown, operator139: afterUnknown, supplier: afterUnknown }).partial(),
  afterPacketRejected: z.enum(["stop", "split"]),
});

const optionsSchema = z
  .strictObject({
    store: port<GisStore>("openTask", "addBatch", "sealTask", "claimPackets", "commit"),
    transport: port<GisTransport>("post"),
    signer: port<GostSigner>("sign"),
    clock: port<Clock>("now"),
    ids: port<Ids>("uuid"),
    random: port<Random>("bytes"),
    sender: z.strictObject({ orgPpaGuid: guid, isOperatorSignature: z.literal(true).optional() }),
    profile: z.enum(["operator", "operator139", "supplier"]),
    packetSize: z.number().int().min(1).optional(),
    signatureProfile: z.enum(["inclusive", "exclusive"]).optional(),
    policy: policySchema.partial().optional(),
    requestTimeoutMs: z.number().int().min(1).max(600_000).optional(),
    leaseMs: z.number().int().max(weekMs).optional(),
    concurrency: z.number().int().min(1).max(32).optional(),
    owner: z.string().min(1).max(100).optional(),
    answerTrust: z
      .strictObject({
        trustAnchors: z.array(z.custom<GostCertificate>()).min(1).max(1000),
        intermediates: z.array(z.custom<GostCertificate>()).max(1000).optional(),
        crls: z.array(z.custom<GostCrl>()).max(1000).optional(),
      })
      .optional(),
    logger: port<Logger>("log").optional(),
    onEvent: z.custom<LoadingOptions["onEvent"]>((value) => typeof value === "function").optional(),
  })
  .superRefine(({ profile, packetSize, requestTimeoutMs, leaseMs }, issues) => {
    const limit = packetLimits[profile];
    if (packetSize !== undefined && packetSize > limit) {
      issues.addIssue({ code: "custom", path: ["packetSize"], message: `must not exceed ${limit} for ${profile}` });
    }
    const leastLeaseMs = (requestTimeoutMs ?? defaultRequestTimeoutMs) + leaseMarginMs;
    if ((leaseMs ?? defaultLeaseMs) < leastLeaseMs) {
      issues.addIssue({ code: "custom", path: ["leaseMs"], message: `must be at least ${leastLeaseMs}` });
    }
  });

const defaultRequestTimeoutMs = 60_000;
const defaultLeaseMs = 300_000;
const leaseMarginMs = 60_000;

/**
 * Checks the options and completes them with the defaults.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` with the path of the first key that is wrong.
 */
export function toLoadingContext(options: LoadingOptions): LoadingContext {
  checkOptions(optionsSchema, options, "createLoading");
  const { policy = {} } = options;
  return {
    store: options.store,
    transport: options.transport,
    signer: options.signer,
    clock: options.clock,
    ids: options.ids,
    random: options.random,
    logger: options.logger ?? silentLogger,
    sender: { ...options.sender, orgPpaGuid: options.sender.orgPpaGuid.toLowerCase() },
    profile: options.profile,
    packetSize: options.packetSize ?? packetLimits[options.profile],
    signatureProfile: options.signatureProfile ?? "inclusive",
    policy: {
      ...defaultLoadingPolicy,
      ...given(policy),
      afterUnknown: { ...defaultLoadingPolicy.afterUnknown, ...given(policy.afterUnknown ?? {}) },
    },
    requestTimeoutMs: options.requestTimeoutMs ?? defaultRequestTimeoutMs,
    leaseMs: options.leaseMs ?? defaultLeaseMs,
    concurrency: options.concurrency ?? 1,
    owner: options.owner ?? options.ids.uuid(),
    answerTrust: options.answerTrust,
    onEvent: options.onEvent ?? (() => undefined),
  };
}

/** Without the keys that are `undefined`, so that they do not hide a default. */
function given<Options extends object>(
  options: Options,
): { [Key in keyof Options]?: Exclude<Options[Key], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Options]?: Exclude<Options[Key], undefined>;
  };
}
