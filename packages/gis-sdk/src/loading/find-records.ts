import type { LoadingTask } from "../domain/records/loading-task.js";
import type { Packet, PacketKey } from "../domain/records/packet.js";
import type { PaymentRecord } from "../domain/records/payment-record.js";
import { GisError } from "../errors.js";
import type { GisStore } from "../ports/gis-store.js";

/** @throws {@link GisError} `GIS_TASK_NOT_FOUND`. */
export async function getTask(store: GisStore, taskId: string): Promise<LoadingTask> {
  const task = await store.findTask(taskId);
  if (task !== undefined) return task;
  throw new GisError("GIS_TASK_NOT_FOUND", `There is no task "${taskId}".`, { details: { taskId } });
}

/** @throws {@link GisError} `GIS_PACKET_NOT_FOUND`. */
export async function getPacket(store: GisStore, { taskId, number }: PacketKey): Promise<Packet> {
  const packet = await store.findPacket({ taskId, number });
  if (packet !== undefined) return packet;
  throw new GisError("GIS_PACKET_NOT_FOUND", `There is no packet ${number} in task "${taskId}".`, {
    details: { taskId, packetNumber: number },
  });
}

/**
 * Named payments, in the order of their names.
 *
 * @throws {@link GisError} `GIS_PAYMENT_NOT_FOUND`.
 */
export async function getPayments(
  store: GisStore,
  taskId: string,
  sequences: readonly number[],
): Promise<readonly PaymentRecord[]> {
  const found = new Map((await store.readPayments(taskId, sequences)).map((record) => [record.sequence, record]));
  return sequences.map((sequence) => {
    const record = found.get(sequence);
    if (record !== undefined) return record;
    throw new GisError("GIS_PAYMENT_NOT_FOUND", `There is no payment ${sequence} in task "${taskId}".`, {
      details: { taskId, sequence },
    });
  });
}

/** The error for a change that somebody else overtook. */
export function overtaken(taskId: string): GisError {
  return new GisError("GIS_CONFLICT", "Somebody else changed the same records. Look at them again and decide anew.", {
    retryable: true,
    details: { taskId },
  });
}
