import type { GisErrorMessage, LoadingTask, Packet } from "@opora/gis-sdk";
import { instantFromSql, instantToSql } from "@opora/sql";
import type { Row } from "./tables.js";

/** A task as a row, newly opened. */
export function taskFromRow(row: Row<"gis_task">): LoadingTask {
  return {
    id: row.id,
    profile: row.profile as LoadingTask["profile"],
    orgPpaGuid: row.org_ppa_guid,
    packetSize: Number(row.packet_size),
    createdAt: instantFromSql(row.created_at),
    sealedAt: instantOrUndefined(row.sealed_at),
    haltedBy: errorOrUndefined(row.halted_by),
    cancelledAt: instantOrUndefined(row.cancelled_at),
  };
}

/** A packet as a row; the revision is given apart. */
export function packetToRow(packet: Packet, revision: number): Row<"gis_packet"> {
  return {
    task_id: packet.taskId,
    number: BigInt(packet.number),
    kind: packet.kind,
    profile: packet.profile,
    org_ppa_guid: packet.orgPpaGuid,
    size: BigInt(packet.size),
    amount_kopecks: packet.amountKopecks,
    state: packet.state,
    revision: BigInt(revision),
    attempt: BigInt(packet.attempt),
    connect_failures: BigInt(packet.connectFailures),
    exchanges: BigInt(packet.exchanges),
    next_send: packet.nextSend,
    message_guid: packet.messageGuid ?? null,
    gis_message_guid: packet.gisMessageGuid ?? null,
    request_state: packet.requestState === undefined ? null : BigInt(packet.requestState),
    polls: BigInt(packet.polls),
    acked_at: instantOrNull(packet.ackedAt),
    next_action_at: instantOrNull(packet.nextActionAt),
    stalled_at: instantOrNull(packet.stalledAt),
    unknown_reason: packet.unknownReason ?? null,
    recovery: packet.recovery ?? null,
    error: jsonOrNull(packet.error),
    claim_owner: packet.claim?.owner ?? null,
    claim_until: instantOrNull(packet.claim?.until),
  };
}

/** The packet of a row. */
export function packetFromRow(row: Row<"gis_packet">): Packet {
  return {
    taskId: row.task_id,
    number: Number(row.number),
    kind: row.kind as Packet["kind"],
    profile: row.profile as Packet["profile"],
    orgPpaGuid: row.org_ppa_guid,
    size: Number(row.size),
    amountKopecks: row.amount_kopecks,
    state: row.state as Packet["state"],
    revision: Number(row.revision),
    attempt: Number(row.attempt),
    connectFailures: Number(row.connect_failures),
    exchanges: Number(row.exchanges),
    nextSend: row.next_send as Packet["nextSend"],
    messageGuid: row.message_guid ?? undefined,
    gisMessageGuid: row.gis_message_guid ?? undefined,
    requestState: row.request_state === null ? undefined : (Number(row.request_state) as 1 | 2),
    polls: Number(row.polls),
    ackedAt: instantOrUndefined(row.acked_at),
    nextActionAt: instantOrUndefined(row.next_action_at),
    stalledAt: instantOrUndefined(row.stalled_at),
    unknownReason: (row.unknown_reason ?? undefined) as Packet["unknownReason"],
    recovery: (row.recovery ?? undefined) as Packet["recovery"],
    error: errorOrUndefined(row.error),
    claim:
      row.claim_owner === null || row.claim_until === null
        ? undefined
        : { owner: row.claim_owner, until: instantFromSql(row.claim_until) },
  };
}

/** JSON text of a value, which keeps any text whatever its characters. */
export function jsonOrNull(value: object | string | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function errorOrUndefined(text: string | null): GisErrorMessage | undefined {
  return text === null ? undefined : (JSON.parse(text) as GisErrorMessage);
}

function instantOrNull(instant: Date | undefined): bigint | null {
  return instant === undefined ? null : instantToSql(instant);
}

function instantOrUndefined(epochMs: bigint | null): Date | undefined {
  return epochMs === null ? undefined : instantFromSql(epochMs);
}
