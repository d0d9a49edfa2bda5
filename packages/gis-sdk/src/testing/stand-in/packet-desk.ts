import type { Clock, Ids } from "@opora/core";
import type { GisErrorMessage, StateResultItem } from "@opora/gis-sdk";
import type { CheckedRequest } from "./check-request.js";
import { operationOf } from "./check-request.js";
import type { PaymentLedger } from "./payment-ledger.js";
import { type RequestItems, readRequestItems } from "./request-items.js";
import type { StandInFault } from "./stand-in-fault.js";
import type { ProcessingTimes, StandInPacketView } from "./stand-in-options.js";

/** A packet at the stand-in. */
export interface StandInPacket extends StandInPacketView {
  /** GUID given by the stand-in. */
  readonly gisMessageGuid: string;
  /** `MessageGUID` of the request. */
  readonly messageGuid: string;
  readonly receivedAt: Date;
  /** What came of it, once it is done. */
  readonly outcome: PacketOutcome | undefined;
}

/** What came of a packet. */
export type PacketOutcome =
  | { readonly kind: "results"; readonly results: readonly StateResultItem[] }
  | { readonly kind: "refused"; readonly error: GisErrorMessage };

/** How far a packet is. */
export type PacketProgress =
  | { readonly state: 1 | 2; readonly packet: StandInPacket }
  | { readonly state: 3; readonly packet: StandInPacket; readonly outcome: PacketOutcome };

/** The desk at which packets are taken, worked on and asked about. */
export interface PacketDesk {
  /** Takes a packet, or finds the one that came under the same MessageGUID. */
  accept(request: CheckedRequest, fault: StandInFault | undefined): StandInPacket;
  /** How far a packet is; `undefined` when the stand-in does not know it. */
  progress(gisMessageGuid: string): PacketProgress | undefined;
  /** Works on every packet whose time has come, in the order in which they are done. */
  work(): void;
  packets(): readonly StandInPacket[];
}

/** What the desk works with. */
export interface PacketDeskOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly ledger: PaymentLedger;
  readonly repeatedMessages: "acknowledge-again" | "accept-as-new";
  readonly processingOf: (packet: StandInPacketView) => ProcessingTimes;
  readonly refusalOf: (packet: StandInPacketView) => GisErrorMessage | undefined;
}

interface DeskEntry {
  packet: StandInPacket;
  readonly items: RequestItems;
  readonly times: ProcessingTimes;
  readonly fault: StandInFault | undefined;
}

/** Creates an empty desk. */
export function createPacketDesk(options: PacketDeskOptions): PacketDesk {
  const { clock, ids, ledger, repeatedMessages, processingOf, refusalOf } = options;
  const entries = new Map<string, DeskEntry>();
  const gisGuidOf = new Map<string, string>();

  const outcomeOf = ({ items, packet, fault }: DeskEntry): PacketOutcome => {
    if (fault?.kind === "refuse-packet") {
      return { kind: "refused", error: { code: fault.code, description: fault.description } };
    }
    const refusal = refusalOf(packet);
    if (refusal !== undefined) return { kind: "refused", error: refusal };
    const results =
      items.kind === "payments"
        ? items.items.map((item) => ledger.load(item, packet.orgPpaGuid))
        : items.items.map((item) => ledger.cancel(item, packet.orgPpaGuid));
    return { kind: "results", results };
  };
  const work = (): void => {
    const now = clock.now().getTime();
    const due = [...entries.values()]
      .filter(({ packet, fault }) => packet.outcome === undefined && fault?.kind !== "forget-packet")
      .map((entry) => ({ entry, doneAt: entry.packet.receivedAt.getTime() + entry.times.untilDoneMs }))
      .filter(({ doneAt }) => doneAt <= now)
      .sort((left, right) => left.doneAt - right.doneAt || left.entry.packet.ordinal - right.entry.packet.ordinal);
    for (const { entry } of due) entry.packet = { ...entry.packet, outcome: outcomeOf(entry) };
  };

  return {
    work,

    accept({ messageGuid, orgPpaGuid, body }, fault) {
      const known = entries.get(gisGuidOf.get(messageGuid) ?? "");
      if (known !== undefined && repeatedMessages === "acknowledge-again") return known.packet;
      const items = readRequestItems(body);
      const packet: StandInPacket = {
        operation: operationOf(body),
        orgPpaGuid,
        size: items.items.length,
        transportGuids: items.items.map(({ transportGuid }) => transportGuid),
        ordinal: entries.size + 1,
        gisMessageGuid: ids.uuid(),
        messageGuid,
        receivedAt: clock.now(),
        outcome: undefined,
      };
      entries.set(packet.gisMessageGuid, { packet, items, times: processingOf(packet), fault });
      gisGuidOf.set(messageGuid, packet.gisMessageGuid);
      return packet;
    },

    progress(gisMessageGuid) {
      work();
      const entry = entries.get(gisMessageGuid);
      if (entry === undefined || entry.fault?.kind === "forget-packet") return undefined;
      const { packet, times } = entry;
      if (packet.outcome !== undefined) return { state: 3, packet, outcome: packet.outcome };
      const ageMs = clock.now().getTime() - packet.receivedAt.getTime();
      return { state: ageMs < times.untilProcessingMs ? 1 : 2, packet };
    },

    packets() {
      work();
      return [...entries.values()].map(({ packet }) => packet);
    },
  };
}
