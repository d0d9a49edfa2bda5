import { createSeededRandom } from "@opora/core/testing";
import { decodeEnvelope, type Envelope, encodeEnvelope, ProcessingError, type Transport } from "@opora/processing-sdk";

/** What happens to a message on its way. A duplicated one arrives and stays on its way as well. */
export type MessageFate = "deliver" | "drop" | "duplicate" | "truncate";

/** Which way a message goes. */
export type MessageDirection = "request" | "answer";

/** A message that has not met its fate. */
export interface MessageOnItsWay {
  /** From 1 on, never given twice. */
  readonly number: number;
  readonly direction: MessageDirection;
  readonly envelope: Envelope;
}

/** What {@link createFaultyTransport} needs. */
export interface FaultyTransportOptions {
  /** Carries what is delivered: a transport in one process. */
  readonly through: Transport;
  /** 32 bits: the same seed and the same calls give the same faults. */
  readonly seed: number;
  /** How often each fate is met, relative to the others. Default: deliver 6, drop 1, duplicate 1, truncate 1. */
  readonly fates?: Readonly<Partial<Record<MessageFate, number>>>;
}

/**
 * A transport for tests on which nothing moves until it is told to. Requests and answers wait side by side, so they are
 * late, lost, repeated, cut short or out of order as the test, or the seed, has it. It reads no clock: a request times out
 * when neither it nor its answer is on its way any more, or when it is given up.
 */
export interface FaultyTransport extends Transport {
  /** What waits, the oldest first. */
  onItsWay(): readonly MessageOnItsWay[];
  /** Lets one message meet a fate; resolves when that has happened, the root's work included. */
  meet(number: number, fate: MessageFate): Promise<void>;
  /** Lets a message that the seed chooses meet a fate that the seed chooses; resolves with `false` when none waits. */
  step(): Promise<boolean>;
  /** Steps until nothing waits. */
  settle(): Promise<void>;
  /** From now on messages of this direction are lost when they are delivered. */
  partition(direction: MessageDirection): void;
  /** Ends all partitions. */
  heal(): void;
  /** Times out every request that waits for its answer; what is on its way stays there, to come too late. */
  giveUp(): void;
}

/** No message is on its way in more copies than this, so that settling ends. */
const maxCopies = 4;
const defaultFates: Readonly<Record<MessageFate, number>> = { deliver: 6, drop: 1, duplicate: 1, truncate: 1 };

/**
 * Creates a {@link FaultyTransport}.
 *
 * @example
 * ```ts
 * const network = createFaultyTransport({ through: createInProcessTransport({ handler, nodeId: "shop-1" }), seed: 7 });
 * const pushed = network.request(push, { timeoutMs: 1000 });
 * await network.settle();
 * ```
 */
export function createFaultyTransport({ through, seed, fates }: FaultyTransportOptions): FaultyTransport {
  const random = createSeededRandom(seed);
  const wheel = fateWheel({ ...defaultFates, ...fates });
  const onItsWay = new Map<number, Copy>();
  const partitions = new Set<MessageDirection>();
  const exchanges = new Set<Exchange>();
  let lastNumber = 0;
  let isClosed = false;

  const send = (direction: MessageDirection, envelope: Envelope, exchange: Exchange): void => {
    lastNumber += 1;
    exchange.copies += 1;
    onItsWay.set(lastNumber, { number: lastNumber, direction, envelope, exchange });
  };
  const deliver = async ({ direction, envelope, exchange }: Copy): Promise<void> => {
    if (partitions.has(direction)) return;
    if (direction === "answer") {
      exchange.resolve(envelope);
      return;
    }
    try {
      send("answer", await through.request(envelope, { timeoutMs: exchange.timeoutMs }), exchange);
    } catch (error) {
      exchange.reject(error);
    }
  };
  const meet: FaultyTransport["meet"] = async (number, fate) => {
    const copy = onItsWay.get(number);
    if (copy === undefined) throw new RangeError(`No message ${number} is on its way.`);
    const { exchange, direction, envelope } = copy;
    onItsWay.delete(number);
    if (fate === "duplicate" && exchange.copies < maxCopies) send(direction, envelope, exchange);
    if (fate === "deliver" || fate === "duplicate") await deliver(copy);
    if (fate === "truncate") exchange.reject(truncation(copy, random.fraction()));
    exchange.copies -= 1;
    if (exchange.copies === 0) exchange.reject(timeout());
  };
  const step = async (): Promise<boolean> => {
    const numbers = [...onItsWay.keys()];
    const number = numbers[random.below(numbers.length)];
    if (number === undefined) return false;
    await meet(number, wheel(random.fraction()));
    return true;
  };

  return {
    request(envelope, { timeoutMs, signal }) {
      return new Promise((resolve, reject) => {
        if (isClosed) throw new ProcessingError("PROCESSING_CLOSED", "The transport is closed.");
        signal?.throwIfAborted();
        const stop = (): void => exchange.reject(signal?.reason);
        const end = (): void => {
          exchanges.delete(exchange);
          signal?.removeEventListener("abort", stop);
        };
        const exchange: Exchange = {
          copies: 0,
          timeoutMs,
          resolve(answer) {
            end();
            resolve(answer);
          },
          reject(error) {
            end();
            reject(error);
          },
        };
        exchanges.add(exchange);
        signal?.addEventListener("abort", stop, { once: true });
        send("request", structuredClone(envelope), exchange);
      });
    },
    onItsWay: () => [...onItsWay.values()].map(({ number, direction, envelope }) => ({ number, direction, envelope })),
    meet,
    step,
    async settle() {
      while (await step());
    },
    partition: (direction) => void partitions.add(direction),
    heal: () => partitions.clear(),
    giveUp() {
      for (const { reject } of [...exchanges]) reject(timeout());
    },
    async close() {
      isClosed = true;
      for (const { reject } of [...exchanges]) {
        reject(new ProcessingError("PROCESSING_CLOSED", "The transport is closed.", { outcome: "unknown" }));
      }
      await through.close();
    },
  };
}

/** One request with everything that is on its way for it. */
interface Exchange {
  copies: number;
  readonly timeoutMs: number;
  resolve(answer: Envelope): void;
  reject(error: unknown): void;
}

interface Copy extends MessageOnItsWay {
  readonly exchange: Exchange;
}

/** The error that the receiver of the first part of a message sees. */
function truncation({ envelope }: Copy, fraction: number): unknown {
  const bytes = encodeEnvelope(envelope);
  try {
    decodeEnvelope(bytes.subarray(0, Math.floor(bytes.length * fraction)));
  } catch (error) {
    const message = (error as Error).message;
    return new ProcessingError("PROCESSING_ENVELOPE_INVALID", message, { outcome: "unknown", cause: error });
  }
  throw new Error("A part of an envelope was taken for a whole one.");
}

function timeout(): ProcessingError {
  const options = { retryable: true, outcome: "unknown" } as const;
  return new ProcessingError("PROCESSING_TRANSPORT_TIMEOUT", "No answer from the root in time.", options);
}

function fateWheel(weights: Readonly<Record<MessageFate, number>>): (fraction: number) => MessageFate {
  const entries = Object.entries(weights) as [MessageFate, number][];
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  return (fraction) => {
    let left = fraction * total;
    for (const [fate, weight] of entries) {
      left -= weight;
      if (left < 0) return fate;
    }
    return "deliver";
  };
}
