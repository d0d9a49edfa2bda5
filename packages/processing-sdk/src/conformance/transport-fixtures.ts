import { expectRejection, expectThat } from "@opora/core/conformance";
import {
  type Envelope,
  type EnvelopeHandler,
  ProcessingError,
  type ProcessingErrorCode,
  protocolVersion,
  type RunningListener,
  type Transport,
} from "@opora/processing-sdk";
import type { TransportPlace, TransportSubject } from "./transport-subject.js";

/** How long an exchange that should succeed may take. */
export const ampleMs = 30_000;

/** Whatever a case opened; all of it is closed when the case is over. */
export interface OpenPlace {
  serve(handler: EnvelopeHandler, ...limits: Parameters<TransportPlace["listener"]>): Promise<RunningListener>;
  connect(...child: Parameters<TransportPlace["connect"]>): Transport;
  forge(nodeId: string): Transport | undefined;
}

/** Runs `work` at a new place and closes everything that it opened there. */
export async function atPlace(subject: TransportSubject, work: (place: OpenPlace) => Promise<void>): Promise<void> {
  const place = await subject.newPlace();
  const closers: (() => Promise<void>)[] = [];
  const closing = <Closable extends { close(): Promise<void> }>(closable: Closable): Closable => {
    closers.unshift(() => closable.close());
    return closable;
  };
  try {
    await work({
      serve: async (handler, limits) => closing(await place.listener(limits).serve(handler)),
      connect: (nodeId, limits) => closing(place.connect(nodeId, limits)),
      forge: (nodeId) => (place.forge === undefined ? undefined : closing(place.forge(nodeId))),
    });
  } finally {
    for (const close of closers) await close();
  }
}

/** A request of `child-a`. */
export function request(id: string, change: Partial<Envelope> = {}): Envelope {
  const body = { text: `Ёж "${id}" €\u{1f994}\n` };
  return { v: protocolVersion, type: "hello", originId: "child-a:1", epoch: "", id, body, ...change };
}

/** Answers with the body of the request. */
export const echo: EnvelopeHandler = async (envelope) => ({ ...envelope, type: "helloAnswer", epoch: "1" });

/** A handler that notes what it was asked. */
export function counting(handler: EnvelopeHandler): { readonly handler: EnvelopeHandler; readonly ids: string[] } {
  const ids: string[] = [];
  return {
    ids,
    handler(envelope, peer, options) {
      ids.push(envelope.id);
      return handler(envelope, peer, options);
    },
  };
}

/** A handler that answers when it is told to. */
export function held(): { readonly handler: EnvelopeHandler; readonly reached: Promise<void>; release(): void } {
  let release = (): void => undefined;
  let reach = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return {
    reached,
    release: () => release(),
    async handler(...asked) {
      reach();
      await released;
      return echo(...asked);
    },
  };
}

/** The error of an exchange that must fail with one of these codes. */
export async function failure(
  work: Promise<unknown>,
  codes: ProcessingErrorCode | readonly ProcessingErrorCode[],
): Promise<ProcessingError> {
  const error = await expectRejection(work, `the exchange must fail with ${String(codes)}`);
  expectThat(ProcessingError.is(error), `the exchange must fail with a ProcessingError, not with ${String(error)}`);
  expectThat(
    [codes].flat().includes(error.code),
    `the code must be ${String(codes)}, not ${error.code}: ${error.message}`,
  );
  return error;
}

/** A page of documents as a child pushes it. */
export function pageBody(count: number): Envelope["body"] {
  return {
    lastSeq: String(count),
    previousToken: "",
    documents: Array.from({ length: count }, (_, index) => ({
      seq: String(index + 1),
      id: `01890a5d-ac96-774b-bcce-${(index * 7919).toString(16).padStart(12, "0")}`,
      payloadHash: (index * 2_654_435_761).toString(16).padStart(64, "0"),
      run: "run-1",
      kind: "payment",
      total: String(10_000 + ((index * 37) % 90_000)),
      currency: "RUB",
      contra: "till-1",
      reverses: null,
      reservationId: null,
      occurredAtMs: 1_767_225_600_000 + index * 1013,
      meta: "{}",
      lineCount: 2,
      lines: [
        {
          accountId: `bonus-${(index * 31) % 5000}`,
          amount: "-500",
          scope: "global",
          balanceAfter: String(index * 11),
        },
        {
          accountId: `card-${(index * 17) % 5000}`,
          amount: "-9500",
          scope: "global",
          balanceAfter: String(index * 13),
        },
      ],
    })),
  };
}
