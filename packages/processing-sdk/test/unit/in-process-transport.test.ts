import { createInProcessListener, type EnvelopeHandler, type EnvelopeLimits } from "@opora/processing-sdk";
import { transportCases, transportIdentityCases } from "@opora/processing-sdk/conformance";
import { describe, test } from "vitest";

describe("the transport in one process", () => {
  const subject = {
    async newPlace() {
      const { serve, connect } = createInProcessListener();
      const listener = (limits?: EnvelopeLimits) => ({ serve: (handler: EnvelopeHandler) => serve(handler, limits) });
      return { listener, connect };
    },
  };
  for (const { name, run } of [...transportCases, ...transportIdentityCases]) test(name, () => run(subject));
});
