import type { Clock, Ids, Logger, Random } from "@opora/core";
import { z } from "zod";
import { checkOptions } from "../check-options.js";
import { nodeIdPattern } from "../domain/protocol/origin-id.js";
import type { StoreSize } from "../monitor/monitor.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { Pause } from "../ports/pause.js";
import type { ProcessingStore } from "../ports/store.js";
import type { Transport } from "../ports/transport.js";
import type { ProcessingSettings } from "../settings/settings.js";
import type { LoyaltyClub } from "../totals/customer-totals.js";

/** What every node needs. Unknown keys are refused. */
export interface NodeOptions {
  readonly store: ProcessingStore;
  /** Unique in the whole system, for ever: 1 to 64 letters, digits, `.`, `_` and `-`. */
  readonly nodeId: string;
  readonly clock: Clock;
  readonly ids: Ids;
  /** For jitter between attempts. */
  readonly random: Random;
  /** Waits between attempts. Default: timers. */
  readonly pause?: Pause;
  /** Starts a commit of the callers that have gathered. Default: `setImmediate`. */
  readonly defer?: (work: () => void) => void;
  /** Default: silent. */
  readonly logger?: Logger;
  readonly settings?: Partial<ProcessingSettings>;
  /** Tells how large the store is, for the warning threshold. */
  readonly storeSize?: StoreSize;
}

/** What {@link createRootNode} needs. Unknown keys are refused. */
export interface RootNodeOptions extends NodeOptions {
  /** Where documents are kept for good. Without one nothing is archived, and nothing is cleaned up. */
  readonly archive?: ProcessingArchive;
  /** Nodes that may be children, at most 10,000. Default: any that the listener lets in. */
  readonly children?: readonly string[];
  /** Loyalty clubs whose sums per customer are kept. Default: one club, `default`, whose sums are kept when they are run. */
  readonly clubs?: readonly LoyaltyClub[];
}

/** What {@link createChildNode} needs. Unknown keys are refused. */
export interface ChildNodeOptions extends NodeOptions {
  /** The way to the root. */
  readonly transport: Transport;
}

const childrenMax = 10_000;

const nodeId = z.string().regex(nodeIdPattern, "must be 1 to 64 letters, digits, dots, underscores and dashes");
const action = <Action>() => z.custom<Action>((value) => typeof value === "function", "must be a function");
const port = <Port>(...methods: readonly (keyof Port & string)[]) =>
  z.custom<Port>(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      methods.every((method) => typeof (value as Record<string, unknown>)[method] === "function"),
    `must have the methods ${methods.join(", ")}`,
  );

const nodeFields = {
  store: port<ProcessingStore>("transaction"),
  nodeId,
  clock: port<Clock>("now"),
  ids: port<Ids>("uuid"),
  random: port<Random>("bytes"),
  pause: action<Pause>().optional(),
  defer: action<NodeOptions["defer"]>().optional(),
  logger: port<Logger>("log").optional(),
  // Checked with the other settings.
  settings: z.object({}).loose().optional(),
  storeSize: action<StoreSize>().optional(),
};

const rootSchema = z.strictObject({
  ...nodeFields,
  archive: port<ProcessingArchive>("put", "findDocument", "readPostings").optional(),
  children: z.array(nodeId).max(childrenMax).optional(),
  // Checked where the sums are kept.
  clubs: z.array(z.custom<LoyaltyClub>()).max(1000).optional(),
});

const childSchema = z.strictObject({ ...nodeFields, transport: port<Transport>("request") });

/** Refuses options of a root that are not what they must be; throws `PROCESSING_OPTIONS_INVALID`. */
export function checkRootOptions(options: RootNodeOptions): void {
  checkOptions(rootSchema, options, "createRootNode");
}

/** Refuses options of a child that are not what they must be; throws `PROCESSING_OPTIONS_INVALID`. */
export function checkChildOptions(options: ChildNodeOptions): void {
  checkOptions(childSchema, options, "createChildNode");
}
