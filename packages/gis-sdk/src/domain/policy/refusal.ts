import type { Packet } from "../records/packet.js";
import type { PaymentChange } from "../records/payment-change.js";
import type { PaymentRecord } from "../records/payment-record.js";
import type { PaymentStatus } from "../states/payment-status.js";
import type { GisErrorMessage } from "../wire/read/soap-answer.js";
import { statusBeforeCancelling } from "./cancellation-outcomes.js";
import { inPacket } from "./import-outcomes.js";

/** Statuses in which a payment shares the fate of its packet. */
const undecided: readonly PaymentStatus[] = ["packed", "sent", "unknown"];

/** What a packet that was refused as a whole, or cannot be sent, means for its payments. Pure. */
export function decideRefusal(
  packet: Packet,
  members: readonly PaymentRecord[],
  error: GisErrorMessage,
): readonly PaymentChange[] {
  const errors = [inPacket(error, packet.number)];
  if (packet.kind === "cancellation") {
    return members
      .filter(({ status }) => status === "cancelling")
      .map((member) => ({
        sequence: member.sequence,
        from: member.status,
        to: statusBeforeCancelling(member),
        errors,
      }));
  }
  return members
    .filter(({ status }) => undecided.includes(status))
    .map((member) => ({ sequence: member.sequence, from: member.status, to: "rejected", errors }));
}

/** What a packet is divided into when it goes on as two halves. */
export interface PacketHalves {
  readonly newPackets: readonly { readonly size: number; readonly amountKopecks: bigint }[];
  readonly changes: readonly PaymentChange[];
}

/** Divides the payments of a refused packet, with the reason kept for each. Pure. */
export function decideHalves(packet: Packet, members: readonly PaymentRecord[], error: GisErrorMessage): PacketHalves {
  const divided = members.filter(({ status }) => undecided.includes(status));
  const middle = Math.ceil(divided.length / 2);
  const halves = [divided.slice(0, middle), divided.slice(middle)].filter((half) => half.length > 0);
  return {
    newPackets: halves.map((half) => ({ size: half.length, amountKopecks: sumKopecks(half) })),
    changes: halves.flatMap((half, newPacket) =>
      half.map((member) => ({
        sequence: member.sequence,
        from: member.status,
        to: "packed" as const,
        errors: [inPacket(error, packet.number)],
        // The last send was answered: only those before it may have arrived without our knowing.
        move: { newPacket, earlierSends: member.earlierSends + packet.attempt - 1 },
      })),
    ),
  };
}

/** Sum of the amounts. */
export function sumKopecks(records: readonly Pick<PaymentRecord, "payment">[]): bigint {
  return records.reduce((sum, { payment }) => sum + payment.amountKopecks, 0n);
}
