import type { Clock, Ids, Logger } from "@opora/core";
import type { Transport } from "../ports/transport.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What the child's side of synchronisation works with. */
export interface ChildContext {
  readonly storage: NodeStorage;
  readonly nodeId: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly transport: Transport;
  /** How long to wait for an answer of the root, in milliseconds. */
  readonly responseTimeoutMs: number;
  /** Most records in a message. */
  readonly pageSize: number;
  /** Most pages in a run. */
  readonly maxPages: number;
  /** Largest message, in bytes. */
  readonly maxEnvelopeBytes: number;
}
