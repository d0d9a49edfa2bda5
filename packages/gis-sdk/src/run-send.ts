import type { LoadingContext } from "./loading/loading-context.js";
import { sendPacket } from "./loading/send-packet.js";
import { type RunOptions, type RunReport, workOff } from "./loading/work-off.js";

/** Signs and sends packets that are due, and says what became of those whose instance died while sending. */
export function runSend(context: LoadingContext, options: RunOptions = {}): Promise<RunReport> {
  return workOff(context, "send", options, (packet) => sendPacket(context, packet, options.signal));
}
