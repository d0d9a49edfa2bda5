import { anomalyEvents, taskHalted } from "../domain/events/loading-events.js";
import { decideCancellationOutcomes } from "../domain/policy/cancellation-outcomes.js";
import type { PacketDecision } from "../domain/policy/decision.js";
import { claimedKeys, decideImportOutcomes, type PaymentOutcomes } from "../domain/policy/import-outcomes.js";
import { decideHalves, decideRefusal } from "../domain/policy/refusal.js";
import type { Packet } from "../domain/records/packet.js";
import type { ImportResult } from "../domain/wire/read/soap-answer.js";
import { GisError } from "../errors.js";
import { commitChanges, commitPacket, type PacketCommitParts } from "./commit-packet.js";
import type { LoadingContext } from "./loading-context.js";

/** How often a decision is made anew when somebody else changed the packet meanwhile. */
const roundsMax = 10;

/** What is to be made durable after an exchange. */
export interface ExchangeSettlement {
  /** The packet as it was when the request left. */
  readonly packet: Packet;
  /** Decides on a packet, which may be newer than the one above; `undefined` when the answer no longer concerns it. */
  readonly decide: (packet: Packet) => PacketDecision | undefined;
  /** The request, when it is recorded only now, and how it ended. */
  readonly record: (packet: Packet) => ExchangeParts;
}

type ExchangeParts = Pick<PacketCommitParts, "exchange" | "outcome">;

/**
 * Makes the outcome of an exchange durable with everything that follows from it: the packet, its payments, the events.
 * When the packet was changed meanwhile, it is read and decided on anew; an answer that no longer concerns it is kept
 * beside its request all the same.
 *
 * @returns The packet as it now is.
 */
export async function settleExchange(context: LoadingContext, settlement: ExchangeSettlement): Promise<Packet> {
  let { packet } = settlement;
  for (let round = 0; round < roundsMax; round += 1) {
    const decision = settlement.decide(packet);
    const record = settlement.record(packet);
    const committed =
      decision === undefined
        ? await keepLateAnswer(context, packet, record)
        : await commitDecision(context, packet, decision, record);
    if (committed !== undefined) return committed;
    packet = await reread(context, packet);
  }
  throw new GisError("GIS_CONFLICT", "The packet is changed by others again and again.", {
    retryable: true,
    details: { taskId: packet.taskId, packetNumber: packet.number },
  });
}

async function commitDecision(
  context: LoadingContext,
  packet: Packet,
  decision: PacketDecision,
  record: ExchangeParts,
): Promise<Packet | undefined> {
  const { event, halt, anomalies } = decision;
  const consequences = await consequencesOf(context, packet, decision);
  return commitPacket(context, packet, event, {
    ...record,
    ...consequences,
    anomalies: [...anomalies, ...(consequences.anomalies ?? [])],
    ...(halt === undefined ? {} : { task: { type: "halted", error: halt }, events: [taskHalted(packet.taskId, halt)] }),
  });
}

async function consequencesOf(
  context: LoadingContext,
  packet: Packet,
  { event, results = [] }: PacketDecision,
): Promise<PacketCommitParts> {
  if (event.type === "applied") {
    const members = await context.store.readMembers(packet);
    const { changes, anomalies } = await outcomesOf(context, packet, members, results);
    return { members, payments: changes, anomalies };
  }
  if (event.type === "failed" || event.type === "rejected") {
    const members = await context.store.readMembers(packet);
    return { members, payments: decideRefusal(packet, members, event.error) };
  }
  if (event.type === "split") {
    const members = await context.store.readMembers(packet);
    const { newPackets, changes } = decideHalves(packet, members, event.error);
    const nextActionAt = context.clock.now();
    return {
      members,
      payments: changes,
      newPackets: newPackets.map((half) => ({ ...half, kind: packet.kind, nextActionAt })),
    };
  }
  return {};
}

async function outcomesOf(
  context: LoadingContext,
  packet: Packet,
  members: Awaited<ReturnType<LoadingContext["store"]["readMembers"]>>,
  results: readonly ImportResult[],
): Promise<PaymentOutcomes> {
  if (packet.kind === "cancellation") return decideCancellationOutcomes(packet, members, results);
  const keys = claimedKeys(members, results);
  const earlierLoads = keys.length === 0 ? [] : await context.store.findByBusinessKeys(packet.orgPpaGuid, keys);
  return decideImportOutcomes(packet, members, results, earlierLoads);
}

/** Keeps an exchange that changes nothing any more; `undefined` when it could not be numbered and is to be tried again. */
async function keepLateAnswer(
  context: LoadingContext,
  packet: Packet,
  { exchange, outcome }: ExchangeParts,
): Promise<Packet | undefined> {
  const drafts = anomalyEvents(packet, [{ kind: "late-answer", subject: packet.messageGuid ?? "" }]);
  const { taskId } = packet;
  // A send was numbered before it left; a poll takes its number from the packet.
  const numbered = exchange === undefined ? undefined : { ...packet, exchanges: exchange.exchange };
  const result = await commitChanges(context, { taskId, packet: numbered, exchange, outcome, drafts });
  if (result.status === "stale") return undefined;
  return numbered === undefined ? packet : { ...numbered, revision: numbered.revision + 1 };
}

async function reread(context: LoadingContext, { taskId, number }: Packet): Promise<Packet> {
  const packet = await context.store.findPacket({ taskId, number });
  if (packet !== undefined) return packet;
  throw new GisError("GIS_PACKET_NOT_FOUND", `Packet ${number} of task "${taskId}" is gone from the store.`, {
    details: { taskId, packetNumber: number },
  });
}
