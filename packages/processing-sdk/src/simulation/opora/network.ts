import type { Envelope } from "@opora/processing-sdk";
import type { ChildName } from "../schedule/step.js";

/** A message on its way. */
export interface Message {
  readonly child: ChildName;
  readonly to: "root" | "child";
  readonly envelope: Envelope;
}

/** Messages on their way, in the order of sending. */
export interface Network {
  readonly size: number;
  /** Takes a message; when it carries as many as it can, it loses the oldest. */
  send(message: Message): void;
  take(pick: number): Message | undefined;
  look(pick: number): Message | undefined;
}

const messagesMax = 16;

/** Creates a network that carries nothing. */
export function createNetwork(): Network {
  const messages: Message[] = [];
  return {
    get size() {
      return messages.length;
    },
    send(message) {
      messages.push(message);
      if (messages.length > messagesMax) messages.shift();
    },
    take: (pick) => (messages.length === 0 ? undefined : messages.splice(pick % messages.length, 1)[0]),
    look: (pick) => (messages.length === 0 ? undefined : messages[pick % messages.length]),
  };
}
