import { randomUUID } from "node:crypto";
import type { AnswerMessage } from "./message.js";

/** Requests at a broker that wait for their answers. */
export interface AwaitedAnswers {
  /** Waits for one answer, until the signal aborts. Each attempt has a mark of its own, so that a late answer meets nobody. */
  expect(signal: AbortSignal): AwaitedAnswer;
  /** Hands on an answer; one that nobody waits for is dropped. */
  take(mark: string, answer: AnswerMessage): void;
  /** Fails the request with this mark. */
  fail(mark: string, error: Error): void;
  /** Fails all of them. */
  failAll(error: () => Error): void;
}

/** One of them. */
export interface AwaitedAnswer {
  readonly mark: string;
  readonly answer: Promise<AnswerMessage>;
}

/** Creates {@link AwaitedAnswers}. */
export function createAwaitedAnswers(): AwaitedAnswers {
  const waiting = new Map<string, { take(answer: AnswerMessage): void; fail(error: unknown): void }>();
  return {
    expect(signal) {
      const mark = randomUUID();
      const answer = new Promise<AnswerMessage>((resolve, reject) => {
        const stop = (): void => settle(() => reject(signal.reason));
        const settle = (how: () => void): void => {
          waiting.delete(mark);
          signal.removeEventListener("abort", stop);
          how();
        };
        waiting.set(mark, {
          take: (message) => settle(() => resolve(message)),
          fail: (error) => settle(() => reject(error)),
        });
        signal.addEventListener("abort", stop, { once: true });
      });
      // Whoever asked may have ceased to wait before it gets as far as this promise.
      answer.catch(() => undefined);
      return { mark, answer };
    },
    take: (mark, answer) => waiting.get(mark)?.take(answer),
    fail: (mark, error) => waiting.get(mark)?.fail(error),
    failAll(error) {
      for (const { fail } of [...waiting.values()]) fail(error());
    },
  };
}
