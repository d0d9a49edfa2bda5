import { type AnsweringOptions, answerRequest, refuse } from "./answer-request.js";
import type { Identified } from "./identify.js";
import type { AnswerMessage, RequestMessage } from "./message.js";
import { toRefusal } from "./refusal.js";

/**
 * Answers a message that came over a broker; `undefined` when it gets no answer. A message that the broker delivers again
 * cannot be told from one that somebody recorded: the child asks again if it still wants to know. Never rejects.
 */
export async function answerMessage(
  request: RequestMessage,
  identify: () => Promise<Identified>,
  options: AnsweringOptions,
  signal: AbortSignal,
): Promise<AnswerMessage | undefined> {
  try {
    const identified = await identify();
    if (identified.refused?.isRepeated === true) return undefined;
    return (await answerRequest(request, identified, options, signal)).message;
  } catch (error) {
    options.onRefused(error);
    return refuse(toRefusal(error)).message;
  }
}
