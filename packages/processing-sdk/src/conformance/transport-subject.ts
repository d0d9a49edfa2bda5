import type { EnvelopeLimits, Listener, Transport } from "@opora/processing-sdk";

/** What the cases run against. */
export interface TransportSubject {
  /** A place where nobody has listened yet. */
  newPlace(): Promise<TransportPlace>;
}

/** One place where a root can be reached. */
export interface TransportPlace {
  /** A door at this place. It may be served again after it was closed. */
  listener(limits?: EnvelopeLimits): Listener;
  /** The way of the child `nodeId`, `child-a` or `child-b`, with the proof that is its own. */
  connect(nodeId: string, limits?: EnvelopeLimits): Transport;
  /** The way of somebody who says to be the child `nodeId` and cannot prove it; left out where that is not possible. */
  forge?(nodeId: string): Transport;
}
