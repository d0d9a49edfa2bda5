import type { EnvelopeLimits } from "../../domain/protocol/envelope-codec.js";
import { ProcessingError } from "../../errors.js";
import type { EnvelopeHandler, Listener, RunningListener, Transport } from "../../ports/transport.js";
import { createInProcessTransport } from "./in-process-transport.js";

/** A door for children in the same process. */
export interface InProcessListener extends Listener {
  /** A way through this door for one child, whether or not anybody serves yet. */
  connect(nodeId: string): Transport;
}

/** Creates a {@link Listener} for children in the same process. */
export function createInProcessListener(limits: EnvelopeLimits = {}): InProcessListener {
  let serving: EnvelopeHandler | undefined;
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
    connect(nodeId) {
      const handler: EnvelopeHandler = (...request) => (serving ?? refuse)(...request);
      const transport = createInProcessTransport({ ...limits, handler, nodeId });
      return {
        async request(envelope, options) {
          options.signal?.throwIfAborted();
          if (serving === undefined) throw nobodyServes();
          return transport.request(envelope, options);
        },
        close: () => transport.close(),
      };
    },
    async serve(handler): Promise<RunningListener> {
      if (serving !== undefined)
        throw new ProcessingError("PROCESSING_OPTIONS_INVALID", "The listener serves already.");
      const own = counted(handler);
      serving = own;
      return {
        address: "in-process:",
        async close() {
          if (serving === own) serving = undefined;
          await Promise.allSettled(underWay);
        },
      };
    },
  };
}

const refuse: EnvelopeHandler = () => Promise.reject(nobodyServes());

function nobodyServes(): ProcessingError {
  return new ProcessingError("PROCESSING_TRANSPORT_UNAVAILABLE", "Nobody serves in this process.", { retryable: true });
}
