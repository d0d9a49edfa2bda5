import type { Clock, Ids, Logger, Random } from "@opora/core";
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
  /** Loyalty clubs whose sums per customer are kept. Default: none. */
  readonly clubs?: readonly LoyaltyClub[];
}

/** What {@link createChildNode} needs. Unknown keys are refused. */
export interface ChildNodeOptions extends NodeOptions {
  /** The way to the root. */
  readonly transport: Transport;
}
