import type { Packet } from "../domain/records/packet.js";
import type { PaymentRecord } from "../domain/records/payment-record.js";
import type { PaymentStatus } from "../domain/states/payment-status.js";
import { importOperations, soapActionOf } from "../domain/wire/profile.js";
import { writeCancellationRequest, writeImportRequest } from "../domain/wire/write-request.js";
import type { LoadingContext } from "./loading-context.js";
import { signRequestEnvelope } from "./sign-request-envelope.js";

/** An envelope that is ready to leave. */
export interface BuiltPacket {
  readonly messageGuid: string;
  readonly soapAction: string;
  readonly envelope: Uint8Array;
}

/** Statuses in which a payment goes with its packet. */
const departing: Readonly<Record<Packet["kind"], readonly PaymentStatus[]>> = {
  import: ["packed", "sent", "unknown"],
  cancellation: ["cancelling"],
};

/** The payments of a packet that are to leave with it. */
export function departingMembers(packet: Packet, members: readonly PaymentRecord[]): readonly PaymentRecord[] {
  return members.filter(({ status }) => departing[packet.kind].includes(status));
}

/** The operation by which a packet is sent, as a `SOAPAction`. */
export function soapActionOfPacket({ kind, profile }: Packet): string {
  return soapActionOf(
    kind === "cancellation" ? "importNotificationsOfOrderExecutionCancellation" : importOperations[profile],
  );
}

/** Writes and signs a packet, with a new MessageGUID and the present time. */
export async function buildPacket(
  context: LoadingContext,
  packet: Packet,
  members: readonly PaymentRecord[],
  signal?: AbortSignal,
): Promise<BuiltPacket> {
  const messageGuid = context.ids.uuid();
  const id = `packet-${messageGuid}`;
  const request =
    packet.kind === "import"
      ? writeImportRequest({ profile: packet.profile, id, payments: members.map(({ payment }) => payment) })
      : writeCancellationRequest({
          id,
          cancellations: members.flatMap(({ cancellation }) => (cancellation === undefined ? [] : [cancellation])),
        });
  const envelope = await signRequestEnvelope(
    {
      request,
      header: { ...context.sender, date: context.clock.now(), messageGuid },
      signer: context.signer,
      profile: context.signatureProfile,
    },
    signal === undefined ? {} : { signal },
  );
  return { messageGuid, soapAction: soapActionOfPacket(packet), envelope };
}
