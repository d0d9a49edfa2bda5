import { z } from "zod";
import { after } from "./domain/policy/decision.js";
import type { PacketKey } from "./domain/records/packet.js";
import { checkOptions } from "./loading/check-options.js";
import { commitPacket } from "./loading/commit-packet.js";
import type { LoadingContext } from "./loading/loading-context.js";
import type { RunOptions } from "./loading/work-off.js";

/** Packets over which the alarm was raised in this run. */
export interface AlarmReport {
  readonly stalled: readonly PacketKey[];
}

const optionsSchema = z.strictObject({
  limit: z.number().int().min(1).max(10_000).optional(),
  now: z.date().optional(),
  signal: z.instanceof(AbortSignal).optional(),
});

/**
 * Raises the alarm, once, over each packet that ГИС ЖКХ has had for 20 minutes without an answer. Polling goes on: the
 * alarm changes nothing but the flag.
 */
export async function runAlarms(
  context: LoadingContext,
  options: Omit<RunOptions, "taskId"> = {},
): Promise<AlarmReport> {
  checkOptions(optionsSchema, options, "runAlarms");
  const { limit = 100, now = context.clock.now(), signal } = options;
  const ackedUntil = after(now, -context.policy.stalledAfterMs);
  const packets = await context.store.findStalling({ orgPpaGuid: context.sender.orgPpaGuid, ackedUntil, limit });
  const stalled: PacketKey[] = [];
  for (const packet of packets) {
    if (signal?.aborted === true) break;
    // A packet that was changed meanwhile is found again by the next run, if it still stalls.
    const flagged = await commitPacket(context, packet, { type: "stalled", at: now });
    if (flagged === undefined) continue;
    const { taskId, number } = packet;
    context.logger.log("warn", "ГИС ЖКХ has not answered for a packet in time.", { taskId, packetNumber: number });
    stalled.push({ taskId, number });
  }
  return { stalled };
}
