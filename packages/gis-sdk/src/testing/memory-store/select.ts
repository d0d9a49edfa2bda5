import type {
  EarlierLoad,
  ExchangeRecord,
  LoadingTask,
  Packet,
  PacketClaimRequest,
  PacketKey,
  PaymentRecord,
} from "@opora/gis-sdk";
import type { MemoryTask } from "./memory-task.js";

/** Whether a packet is to be handed out. */
export function isClaimable(task: LoadingTask, packet: Packet, request: PacketClaimRequest): boolean {
  if (packet.orgPpaGuid !== request.orgPpaGuid) return false;
  if (request.taskId !== undefined && request.taskId !== packet.taskId) return false;
  if (packet.claim !== undefined && packet.claim.until > request.now) return false;
  const isDue = packet.nextActionAt !== undefined && packet.nextActionAt <= request.now;
  const { state, recovery } = packet;
  if (request.work === "poll") {
    return isDue && (state === "acked" || state === "polling" || (state === "unknown" && recovery === "recheck"));
  }
  if (state === "sending") return true;
  if (task.haltedBy !== undefined) return false;
  if (task.sealedAt === undefined && task.cancelledAt === undefined) return false;
  if (state === "signing") return true;
  return isDue && (state === "formed" || (state === "unknown" && (recovery === "rebuild" || recovery === "repost")));
}

/** Payments of a task by sequence. */
export function bySequence(entry: MemoryTask | undefined): readonly PaymentRecord[] {
  return [...(entry?.payments.values() ?? [])].sort((left, right) => left.sequence - right.sequence);
}

/** What was exchanged about a packet, in order. */
export function exchangesOf(entry: MemoryTask | undefined, key: PacketKey): readonly ExchangeRecord[] {
  return [...(entry?.exchanges.get(key.number)?.values() ?? [])].sort(
    (left, right) => left.request.exchange - right.request.exchange,
  );
}

/** A payment, as far as comparing loads needs it. */
export function asEarlierLoad(record: PaymentRecord): EarlierLoad {
  const { taskId, sequence, businessKey, status, answer, payment } = record;
  const { amountKopecks, orderDate } = payment;
  return { taskId, sequence, businessKey, status, amountKopecks, orderDate, answer };
}

/** Orders packets by task and number. */
export function byKey(left: PacketKey, right: PacketKey): number {
  return left.taskId < right.taskId ? -1 : left.taskId > right.taskId ? 1 : left.number - right.number;
}

/** When a packet is due; what has no due time comes first. */
export function dueTime(packet: Packet): number {
  return packet.nextActionAt?.getTime() ?? 0;
}
