import type { Packet, PacketKey } from "./domain/records/packet.js";
import { GisError } from "./errors.js";
import { commitPacket } from "./loading/commit-packet.js";
import { getPacket, overtaken } from "./loading/find-records.js";
import type { LoadingContext } from "./loading/loading-context.js";

/**
 * Sends a packet again by a person's word: one of which nobody knows whether ГИС ЖКХ has it (after looking there), or
 * one that was refused as a whole (after mending the cause). It is written anew, with the same TransportGUIDs.
 *
 * @throws {@link GisError} `GIS_STATE_ILLEGAL` unless the packet is `unknown`, `failed` or `rejected`;
 * `GIS_PACKET_NOT_FOUND`; `GIS_CONFLICT` when somebody else changed it meanwhile.
 */
export async function resendPacket(context: LoadingContext, key: PacketKey): Promise<Packet> {
  const packet = await getPacket(context.store, key);
  if (packet.kind === "cancellation" && packet.state !== "unknown") {
    throw new GisError("GIS_STATE_ILLEGAL", "A refused cancellation is not sent again: ask for it anew.", {
      details: { taskId: key.taskId, packetNumber: key.number },
    });
  }
  const changed = await commitPacket(context, packet, { type: "resend-decided", at: context.clock.now() });
  if (changed === undefined) throw overtaken(key.taskId);
  return changed;
}

/**
 * Asks ГИС ЖКХ once more for the state of a packet in `unknown` that it had acknowledged.
 *
 * @throws {@link GisError} `GIS_STATE_ILLEGAL` for other packets; `GIS_PACKET_NOT_FOUND`; `GIS_CONFLICT`.
 */
export async function recheckPacket(context: LoadingContext, key: PacketKey): Promise<Packet> {
  const packet = await getPacket(context.store, key);
  const changed = await commitPacket(context, packet, { type: "recheck-decided", at: context.clock.now() });
  if (changed === undefined) throw overtaken(key.taskId);
  return changed;
}
