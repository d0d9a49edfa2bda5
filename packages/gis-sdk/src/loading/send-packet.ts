import { GostError } from "@opora/gost";
import { taskHalted } from "../domain/events/loading-events.js";
import { after } from "../domain/policy/decision.js";
import { connectDelayMs } from "../domain/policy/loading-policy.js";
import { localError } from "../domain/policy/local-error.js";
import { decideRefusal } from "../domain/policy/refusal.js";
import { lose } from "../domain/policy/resend-rules.js";
import { decideAfterSend } from "../domain/policy/send-decision.js";
import type { LoadingTask } from "../domain/records/loading-task.js";
import type { Packet } from "../domain/records/packet.js";
import type { PaymentRecord } from "../domain/records/payment-record.js";
import type { PacketEvent } from "../domain/states/packet-event.js";
import { isPacketEventAllowed } from "../domain/states/packet-transitions.js";
import { GisError } from "../errors.js";
import { type BuiltPacket, buildPacket, departingMembers, soapActionOfPacket } from "./build-packet.js";
import { commitPacket, type PacketCommitParts } from "./commit-packet.js";
import { exchangeOutcome, exchangeWithGis, sha256 } from "./exchange-with-gis.js";
import { decisionContext, type LoadingContext } from "./loading-context.js";
import { settleExchange } from "./settle-exchange.js";

/**
 * Brings a claimed packet one step on its way to ГИС ЖКХ: signs and sends it, or says what became of it where somebody
 * else stopped. The intent to send is durable before the first byte leaves, the outcome before this resolves.
 *
 * An abort is heeded until the request leaves, and not after: it must not make a packet `unknown`.
 *
 * @returns The packet as it now is, or `undefined` when another instance took it over.
 */
export async function sendPacket(
  context: LoadingContext,
  claimed: Packet,
  signal?: AbortSignal,
): Promise<Packet | undefined> {
  if (claimed.state === "sending") return commitPacket(context, claimed, interrupted(context, claimed));
  const task = await context.store.findTask(claimed.taskId);
  if (task?.cancelledAt !== undefined) return withdraw(context, claimed, task);
  const members = departingMembers(claimed, await context.store.readMembers(claimed));
  // All of them went on in other packets, by a person's word.
  if (members.length === 0) return commitPacket(context, claimed, emptied(claimed));
  const signing = await commitPacket(context, claimed, { type: "signing-started" });
  if (signing === undefined) return undefined;
  const stored = await storedPacket(context, signing);
  if (stored !== undefined) return post(context, signing, stored);
  const built = await tryToBuild(context, signing, members, signal);
  return "failure" in built ? setAside(context, signing, members, built.failure) : post(context, signing, built);
}

async function post(context: LoadingContext, packet: Packet, built: BuiltPacket): Promise<Packet | undefined> {
  const { messageGuid, soapAction, envelope } = built;
  const exchange = packet.exchanges + 1;
  const sending = await commitPacket(
    context,
    packet,
    { type: "sending-started", messageGuid },
    {
      exchange: {
        taskId: packet.taskId,
        number: packet.number,
        exchange,
        kind: "send",
        messageGuid,
        soapAction,
        request: envelope,
        requestSha256: sha256(envelope),
        startedAt: context.clock.now(),
      },
    },
  );
  // Somebody else has the packet: it is theirs to send.
  if (sending === undefined) return undefined;
  const end = await exchangeWithGis(context, { soapAction, body: envelope });
  return settleExchange(context, {
    packet: sending,
    record: () => ({ outcome: exchangeOutcome(packet, exchange, end) }),
    decide: (current) => {
      if (current.messageGuid !== messageGuid) return undefined;
      const decision = decideAfterSend(current, end.outcome, decisionContext(context));
      // Given up as interrupted meanwhile: only news about what became of it counts.
      if (current.state !== "sending" && decision.event.type === "lost") return undefined;
      return isPacketEventAllowed(current, decision.event) ? decision : undefined;
    },
  });
}

async function tryToBuild(
  context: LoadingContext,
  packet: Packet,
  members: readonly PaymentRecord[],
  signal: AbortSignal | undefined,
): Promise<BuiltPacket | { readonly failure: unknown }> {
  try {
    return await buildPacket(context, packet, members, signal);
  } catch (failure) {
    return { failure };
  }
}

/** The bytes of the last send, when they are to go once more and are not stale. */
async function storedPacket(
  { store, clock, policy }: LoadingContext,
  packet: Packet,
): Promise<BuiltPacket | undefined> {
  if (packet.nextSend !== "same") return undefined;
  const last = await store.findLastSend(packet);
  if (last === undefined || clock.now().getTime() - last.startedAt.getTime() > policy.reuseBytesMs) return undefined;
  return { messageGuid: last.messageGuid, soapAction: soapActionOfPacket(packet), envelope: last.request };
}

/** Nothing left. A packet that cannot be written is set aside; a signer that failed is asked again later. */
async function setAside(
  context: LoadingContext,
  packet: Packet,
  members: readonly PaymentRecord[],
  failure: unknown,
): Promise<Packet | undefined> {
  const message = failure instanceof Error ? failure.message : String(failure);
  if (GisError.is(failure)) {
    const error = localError(failure.code, message);
    const payments = decideRefusal(packet, members, error);
    return commitPacket(context, packet, { type: "failed", error }, { members, payments });
  }
  const error = localError("GIS_SIGNING_FAILED", message);
  const nextAt = after(context.clock.now(), connectDelayMs(context.policy, packet.connectFailures + 1));
  // A wrong key or certificate would fail every packet; a token that was pulled out comes back.
  const isHopeless = GostError.is(failure) && failure.code !== "GOST_SIGNER_FAILED" && !failure.retryable;
  const halt: PacketCommitParts = { task: { type: "halted", error }, events: [taskHalted(packet.taskId, error)] };
  return commitPacket(context, packet, { type: "signing-failed", error, nextAt }, isHopeless ? halt : {});
}

function emptied({ state }: Packet): PacketEvent {
  return state === "unknown" ? { type: "settled" } : { type: "cancelled" };
}

function interrupted(context: LoadingContext, packet: Packet): PacketEvent {
  const error = localError("GIS_INTERRUPTED", "The process ended while the request may have been leaving.");
  return lose(packet, "interrupted", error, decisionContext(context));
}

/** What a withdrawn task does with a packet that was about to be sent. */
async function withdraw(context: LoadingContext, packet: Packet, task: LoadingTask): Promise<Packet | undefined> {
  if (packet.state !== "unknown") return commitPacket(context, packet, { type: "cancelled" });
  const error = packet.error ?? localError("GIS_TASK_CANCELLED", `Task "${task.id}" was withdrawn.`);
  const reason = packet.unknownReason ?? "no-answer";
  return commitPacket(context, packet, { type: "lost", reason, recovery: "ask", error });
}
