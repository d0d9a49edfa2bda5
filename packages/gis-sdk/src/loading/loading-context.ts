import type { Clock, Ids, Logger, NewOutboxEvent, Random } from "@opora/core";
import type { GostSigner } from "@opora/gost";
import type { EventDraft } from "../domain/events/loading-events.js";
import type { DecisionContext } from "../domain/policy/decision.js";
import type { LoadingPolicy } from "../domain/policy/loading-policy.js";
import type { GisProfile } from "../domain/wire/profile.js";
import type { AnswerTrust, LoadingSender, SignatureProfile } from "../loading-settings.js";
import type { GisStore } from "../ports/gis-store.js";
import type { GisTransport } from "../ports/gis-transport.js";

/** What every use case of loading works with: the options, checked and completed. */
export interface LoadingContext {
  readonly store: GisStore;
  readonly transport: GisTransport;
  readonly signer: GostSigner;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly logger: Logger;
  readonly sender: LoadingSender;
  readonly profile: GisProfile;
  readonly packetSize: number;
  readonly signatureProfile: SignatureProfile;
  readonly policy: LoadingPolicy;
  readonly requestTimeoutMs: number;
  readonly leaseMs: number;
  readonly concurrency: number;
  readonly owner: string;
  readonly answerTrust: AnswerTrust | undefined;
  readonly onEvent: (event: NewOutboxEvent) => void;
}

/** The circumstances of a decision made now. */
export function decisionContext({ policy, clock, random }: LoadingContext): DecisionContext {
  const bytes = random.bytes(4);
  const fraction = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
  return { policy, now: clock.now(), fraction };
}

/** Events with their ids and the present time, ready for the outbox. */
export function stampEvents({ ids, clock }: LoadingContext, drafts: readonly EventDraft[]): readonly NewOutboxEvent[] {
  const occurredAt = clock.now();
  return drafts.map((draft) => ({ ...draft, id: ids.uuid(), occurredAt }));
}

/** Tells the host what became durable. What the host does with it cannot harm the work. */
export function announce({ onEvent, logger }: LoadingContext, events: readonly NewOutboxEvent[]): void {
  for (const event of events) {
    try {
      onEvent(event);
    } catch (error) {
      logger.log("error", "The onEvent callback of the host threw.", {
        event: event.name,
        error: error instanceof Error ? error.name : typeof error,
      });
    }
  }
}
