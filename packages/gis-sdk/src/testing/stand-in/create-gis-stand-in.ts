import { type GisTransport, GisTransportError } from "@opora/gis-sdk";
import type { StandInAnswer } from "./answer-request.js";
import { createPacketDesk, type StandInPacket } from "./packet-desk.js";
import { createPaymentLedger, type StandInLoad, type StandInTotals } from "./payment-ledger.js";
import { createPollingGuard } from "./polling-guard.js";
import { createRequestReceiver, type Delivery } from "./receive-request.js";
import type { PlannedFault } from "./stand-in-fault.js";
import type { AnswerStyle, GisStandInOptions, ProcessingTimes } from "./stand-in-options.js";
import { type ListenOptions, listenOn, type StandInServer } from "./stand-in-server.js";

/** A stand-in of the payment service of ГИС ЖКХ that checks everything and keeps its own truth. */
export interface GisStandIn {
  /** The way to it within the process, without sockets; faults of the line come as `GisTransportError`. */
  readonly transport: GisTransport;
  /** Listens on 127.0.0.1, with all that HTTP brings: passwords, statuses, cut connections. */
  listen(options?: ListenOptions): Promise<StandInServer>;
  /** Makes the next request fail. */
  failNext(fault: PlannedFault): void;
  /** Every payment that it loaded, cancelled ones too, in order. */
  loadedPayments(): readonly StandInLoad[];
  /** Number and sum of the payments that it holds, without the cancelled ones. */
  totals(): StandInTotals;
  /** Every packet that it acknowledged, in order. */
  packets(): readonly StandInPacket[];
  /** How many polls came before their time. */
  pollingViolations(): number;
}

const defaultProcessing: ProcessingTimes = { untilProcessingMs: 5_000, untilDoneMs: 8_000 };

/**
 * Creates a stand-in. It takes requests as ГИС ЖКХ does: signature (both profiles), structure and the rules that the
 * schema misses, order ids, known organisations and services, repeated messages and payments, the pace of polling.
 *
 * @example
 * ```ts
 * const standIn = createGisStandIn({ clock, ids, random, signer: gisSigner, trustAnchors: [root.certificate] });
 * const { url, close } = await standIn.listen();
 * standIn.failNext({ on: "import", fault: { kind: "cut", moment: "before-answer", processing: "processed" } });
 * ```
 */
export function createGisStandIn(options: GisStandInOptions): GisStandIn {
  const { clock, ids, registry, repeatedPayments = "refuse", repeatedMessages = "acknowledge-again" } = options;
  const { processing = defaultProcessing, answerStyle = {}, refusePacket: refusalOf = () => undefined } = options;
  const ledger = createPaymentLedger({ clock, ids, registry, repeatedPayments });
  const processingOf = typeof processing === "function" ? processing : () => processing;
  const styleOf = typeof answerStyle === "function" ? answerStyle : (): AnswerStyle => answerStyle;
  const desk = createPacketDesk({ clock, ids, ledger, repeatedMessages, processingOf, refusalOf });
  const guard = createPollingGuard({ clock });
  const receiver = createRequestReceiver({ options, desk, guard, styleOf });
  return {
    transport: {
      post: async ({ soapAction, body }, { signal } = {}) => {
        if (signal?.aborted === true) throw new GisTransportError("connect", "The request was aborted.");
        const { status, body: answer } = answerOf(await receiver.receive({ envelope: body, soapAction }));
        return { status, body: answer };
      },
    },
    listen: (where = {}) => listenOn(receiver, options, where),
    failNext: (fault) => receiver.failNext(fault),
    loadedPayments: () => {
      desk.work();
      return ledger.loads();
    },
    totals: () => {
      desk.work();
      return ledger.totals();
    },
    packets: () => desk.packets(),
    pollingViolations: () => guard.violations(),
  };
}

/** What a transport makes of a delivery: an answer, or the error of its phase. */
function answerOf(delivery: Delivery): StandInAnswer {
  if (delivery.kind === "answer") return delivery.answer;
  const happened = delivery.kind === "cut" ? "was cut" : "took too long";
  if (delivery.moment === "before-answer") throw new GisTransportError("sent", `The connection ${happened}.`);
  throw new GisTransportError("response", `The connection ${happened} amid the answer.`, { status: 200 });
}
