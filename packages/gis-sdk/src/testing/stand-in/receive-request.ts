import { type AnsweringParts, answerRequest, faultAnswer, type StandInAnswer } from "./answer-request.js";
import type { PlannedFault, StandInFault } from "./stand-in-fault.js";

/** A request as it came in. */
export interface IncomingRequest {
  readonly envelope: Uint8Array;
  readonly soapAction: string;
}

/** What the line does with an answer. */
export type Delivery =
  | { readonly kind: "answer"; readonly answer: StandInAnswer }
  /** The connection is cut or left hanging; `answer` is what would have come, a part of which may. */
  | {
      readonly kind: "cut" | "stall";
      readonly moment: "before-answer" | "amid-answer";
      readonly answer: StandInAnswer | undefined;
    };

/** Takes requests one after the other, with the faults that were planned for them. */
export interface RequestReceiver {
  receive(request: IncomingRequest): Promise<Delivery>;
  failNext(fault: PlannedFault): void;
}

/** Creates a receiver. */
export function createRequestReceiver(parts: AnsweringParts): RequestReceiver {
  const planned: { readonly on: "import" | "getState" | "any"; readonly fault: StandInFault; times: number }[] = [];
  let received = 0;

  const nextFault = (operation: string): StandInFault | undefined => {
    const byPlan = parts.options.plan?.({ operation, ordinal: received });
    if (byPlan !== undefined) return byPlan;
    const kind = operation === "getState" ? "getState" : "import";
    const next = planned.find(({ on, times }) => times > 0 && (on === "any" || on === kind));
    if (next === undefined) return undefined;
    next.times -= 1;
    return next.fault;
  };

  return {
    failNext({ fault, on = "any", times = 1 }) {
      planned.push({ fault, on, times });
    },
    async receive(request) {
      received += 1;
      const fault = nextFault(request.soapAction.replace(/^"urn:|"$/g, ""));
      return deliver(parts, request, fault);
    },
  };
}

async function deliver(
  parts: AnsweringParts,
  request: IncomingRequest,
  fault: StandInFault | undefined,
): Promise<Delivery> {
  switch (fault?.kind) {
    case "soap-fault": {
      if (fault.processing === "processed") await answerRequest(parts, request, undefined);
      return { kind: "answer", answer: faultAnswer(fault.code, fault.message, fault.status) };
    }
    case "gateway": {
      if (fault.processing === "processed") await answerRequest(parts, request, undefined);
      const body = new TextEncoder().encode(fault.body);
      return { kind: "answer", answer: { status: fault.status, contentType: "text/html; charset=utf-8", body } };
    }
    case "cut":
    case "stall": {
      const { kind, moment, processing } = fault;
      const answer = processing === "processed" ? await answerRequest(parts, request, undefined) : undefined;
      return { kind, moment, answer };
    }
    default:
      return { kind: "answer", answer: await answerRequest(parts, request, fault) };
  }
}
