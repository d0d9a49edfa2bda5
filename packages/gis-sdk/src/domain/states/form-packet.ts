import type { Packet } from "../records/packet.js";

/** What a packet is formed of. */
export type PacketContent = Pick<
  Packet,
  "taskId" | "number" | "kind" | "profile" | "orgPpaGuid" | "size" | "amountKopecks" | "nextActionAt"
>;

/** A packet as it begins: formed, with nothing of it sent. */
export function formPacket(content: PacketContent): Packet {
  return {
    ...content,
    state: "formed",
    revision: 0,
    attempt: 0,
    connectFailures: 0,
    exchanges: 0,
    nextSend: "rebuild",
    polls: 0,
  };
}
