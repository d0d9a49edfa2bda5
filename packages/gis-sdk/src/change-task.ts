import { taskEvent } from "./domain/events/loading-events.js";
import { commitChanges } from "./loading/commit-packet.js";
import { getTask } from "./loading/find-records.js";
import type { LoadingContext } from "./loading/loading-context.js";

/**
 * Withdraws what has not left yet. What ГИС ЖКХ already has goes on being polled, and stays there: to take it back, cancel
 * its payments. Idempotent.
 *
 * @throws {@link GisError} `GIS_TASK_NOT_FOUND`.
 */
export async function cancelTask(context: LoadingContext, taskId: string): Promise<void> {
  const task = await getTask(context.store, taskId);
  if (task.cancelledAt !== undefined) return;
  await commitChanges(context, {
    taskId,
    task: { type: "cancelled", at: context.clock.now() },
    drafts: [taskEvent("gis.task.cancelled", taskId)],
  });
}

/**
 * Lets a halted task go on, after the cause was mended (a right that was missing, an address, a certificate). The packet
 * that halted it is `failed`: send it again by `resendPacket`. Idempotent.
 *
 * @throws {@link GisError} `GIS_TASK_NOT_FOUND`.
 */
export async function resumeTask(context: LoadingContext, taskId: string): Promise<void> {
  const task = await getTask(context.store, taskId);
  if (task.haltedBy === undefined) return;
  await commitChanges(context, { taskId, task: { type: "resumed" }, drafts: [taskEvent("gis.task.resumed", taskId)] });
}
