import type { LoadingContext } from "./loading/loading-context.js";
import { pollPacket } from "./loading/poll-packet.js";
import { type RunOptions, type RunReport, workOff } from "./loading/work-off.js";

/** Asks for the state of packets that are due, and applies the final answers. */
export function runPoll(context: LoadingContext, options: RunOptions = {}): Promise<RunReport> {
  return workOff(context, "poll", options, (packet) => pollPacket(context, packet, options.signal));
}
