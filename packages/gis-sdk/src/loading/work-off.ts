import { z } from "zod";
import type { Packet, PacketKey } from "../domain/records/packet.js";
import type { PacketState } from "../domain/states/packet-state.js";
import type { GisErrorMessage } from "../domain/wire/read/soap-answer.js";
import type { PacketClaimRequest } from "../ports/gis-store.js";
import { checkOptions } from "./check-options.js";
import type { LoadingContext } from "./loading-context.js";

/** How much one run does. */
export interface RunOptions {
  /** Most packets handled in this run. Default: 100. Limit: 10 000. */
  readonly limit?: number;
  /** Only packets of this task. Default: all tasks of the sender. */
  readonly taskId?: string;
  /** What is due up to this instant is handled. Default: the clock's present. */
  readonly now?: Date;
  /** Stops the run after the packets that are being worked on. */
  readonly signal?: AbortSignal;
}

/** What a run did with one packet. */
export interface PacketStep extends PacketKey {
  /** Where the packet is now; `taken-over` when another instance has it. */
  readonly state: PacketState | "taken-over";
  /** What went wrong last, if anything. */
  readonly error?: GisErrorMessage;
}

/** What a run did, packet by packet. */
export interface RunReport {
  readonly packets: readonly PacketStep[];
}

const optionsSchema = z.strictObject({
  limit: z.number().int().min(1).max(10_000).optional(),
  taskId: z.string().optional(),
  now: z.date().optional(),
  signal: z.instanceof(AbortSignal).optional(),
});

/**
 * Claims due packets one by one and takes each a step further, several at once when the options say so. Safe to run from
 * any number of instances, and to be killed at any point.
 *
 * An error of the store ends the run after the packets in work; the claims on them run out by themselves.
 */
export async function workOff(
  context: LoadingContext,
  work: PacketClaimRequest["work"],
  options: RunOptions,
  step: (packet: Packet) => Promise<Packet | undefined>,
): Promise<RunReport> {
  checkOptions(optionsSchema, options, work === "send" ? "runSend" : "runPoll");
  const { limit = 100, signal } = options;
  const steps: PacketStep[] = [];
  const failures: unknown[] = [];
  let claimed = 0;

  const worker = async (): Promise<void> => {
    while (claimed < limit && failures.length === 0 && signal?.aborted !== true) {
      claimed += 1;
      const packet = await claimOne(context, work, options);
      if (packet === undefined) return;
      steps.push(stepOf(packet, await step(packet)));
    }
  };
  const guarded = (): Promise<void> =>
    worker().catch((error: unknown) => {
      failures.push(error);
    });
  await Promise.all(Array.from({ length: Math.min(context.concurrency, limit) }, guarded));
  if (failures.length > 0) throw failures[0];
  return { packets: steps };
}

async function claimOne(
  { store, sender, owner, leaseMs, clock }: LoadingContext,
  work: PacketClaimRequest["work"],
  { taskId, now }: RunOptions,
): Promise<Packet | undefined> {
  const request = { work, orgPpaGuid: sender.orgPpaGuid, taskId, owner, now: now ?? clock.now(), leaseMs, limit: 1 };
  const [packet] = await store.claimPackets(request);
  return packet;
}

function stepOf({ taskId, number }: Packet, after: Packet | undefined): PacketStep {
  if (after === undefined) return { taskId, number, state: "taken-over" };
  const { state, error } = after;
  return { taskId, number, state, ...(error === undefined ? {} : { error }) };
}
