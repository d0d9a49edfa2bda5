import type { Packet, PacketClaimRequest } from "@opora/gis-sdk";
import { claimRows, instantToSql, type SqlTransaction } from "@opora/sql";
import type { ExpressionBuilder } from "kysely";
import { packetFromRow } from "./packet-rows.js";
import { gisTables } from "./statements.js";
import type { GisTables } from "./tables.js";

/** Hands out due packets under a claim. */
export async function claimPackets(
  transaction: SqlTransaction,
  request: PacketClaimRequest,
): Promise<readonly Packet[]> {
  const now = instantToSql(request.now);
  const tables = gisTables(transaction);
  let query = tables
    .selectFrom("gis_packet")
    .selectAll()
    .where("org_ppa_guid", "=", request.orgPpaGuid)
    .where((packet) => packet.or([packet("claim_until", "is", null), packet("claim_until", "<=", now)]))
    .where((packet) => (request.work === "poll" ? isPollable(packet, now) : isSendable(packet, now)))
    .orderBy((packet) => packet.fn.coalesce("next_action_at", packet.lit(0)))
    .orderBy("task_id")
    .orderBy("number")
    .limit(request.limit);
  if (request.taskId !== undefined) query = query.where("task_id", "=", request.taskId);
  const rows = await claimRows(transaction, query);
  const claim = { claim_owner: request.owner, claim_until: now + BigInt(request.leaseMs) };
  for (const { task_id, number, revision } of rows) {
    await tables
      .updateTable("gis_packet")
      .set({ ...claim, revision: revision + 1n })
      .where("task_id", "=", task_id)
      .where("number", "=", number)
      .execute();
  }
  return rows.map((row) => packetFromRow({ ...row, ...claim, revision: row.revision + 1n }));
}

type PacketExpression = ExpressionBuilder<GisTables, "gis_packet">;

function isPollable(packet: PacketExpression, now: bigint) {
  return packet.and([
    packet("state", "in", ["acked", "polling", "unknown"]),
    packet("next_action_at", "<=", now),
    packet.or([packet("state", "!=", "unknown"), packet("recovery", "=", "recheck")]),
  ]);
}

function isSendable(packet: PacketExpression, now: bigint) {
  const isDue = packet("next_action_at", "<=", now);
  return packet.and([
    packet("state", "in", ["formed", "signing", "sending", "unknown"]),
    packet.or([
      packet("state", "=", "sending"),
      packet.and([
        packet.or([
          packet("state", "=", "signing"),
          packet.and([packet("state", "=", "formed"), isDue]),
          packet.and([packet("state", "=", "unknown"), packet("recovery", "in", ["rebuild", "repost"]), isDue]),
        ]),
        packet.exists(
          packet
            .selectFrom("gis_task")
            .select("gis_task.id")
            .whereRef("gis_task.id", "=", "gis_packet.task_id")
            .where("gis_task.halted_by", "is", null)
            .where((task) => task.or([task("sealed_at", "is not", null), task("cancelled_at", "is not", null)])),
        ),
      ]),
    ]),
  ]);
}
