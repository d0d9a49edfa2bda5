import type { EnvelopeLimits } from "../../domain/protocol/envelope-codec.js";
import { ProcessingError } from "../../errors.js";
import type { EnvelopeHandler, Listener, RunningListener, Transport } from "../../ports/transport.js";
import { carryInProcess, type InProcessRoot } from "./in-process-transport.js";

/** A door for children in the same process. */
export interface InProcessListener extends Listener {
  serve(handler: EnvelopeHandler, limits?: EnvelopeLimits): Promise<RunningListener>;
  /** A way through this door for one child, whether or not anybody serves yet. */
  connect(nodeId: string, limits?: EnvelopeLimits): Transport;
}

/** Creates a {@link Listener} for children in the same process. */
export function createInProcessListener(): InProcessListener {
  let serving: InProcessRoot | undefined;
  const underWay = new Set<Promise<unknown>>();

  const counted = (handler: EnvelopeHandler): EnvelopeHandler => {
    return async (envelope, peer, options) => {
      const work = handler(envelope, peer, options);
      underWay.add(work);
      try {
        return await work;
      } finally {
        underWay.delete(work);
      }
    };
  };

  return {
    connect: (nodeId, limits = {}) => carryInProcess(nodeId, limits, () => serving),
    async serve(handler, limits = {}) {
      if (serving !== undefined) {
        throw new ProcessingError("PROCESSING_OPTIONS_INVALID", "The listener serves already.");
      }
      const root = { handler: counted(handler), limits };
      serving = root;
      return {
        address: "in-process:",
        async close() {
          if (serving === root) serving = undefined;
          await Promise.allSettled(underWay);
        },
      };
    },
  };
}
