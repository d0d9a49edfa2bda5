import type {
  EarlierLoad,
  Exchange,
  ExchangeOutcome,
  ExchangeRecord,
  Packet,
  PacketKey,
  PacketQuery,
  PaymentQuery,
  PaymentRecord,
  StalledQuery,
} from "@opora/gis-sdk";
import { instantFromSql, instantToSql, type SqlExecutor } from "@opora/sql";
import { packetFromRow } from "./packet-rows.js";
import { businessKeyHash, earlierLoadFromRow, paymentFromRow } from "./payment-rows.js";
import { gisTables, inStatements } from "./statements.js";
import { fromStoredBytes } from "./stored-bytes.js";
import type { Row } from "./tables.js";

/** A packet by its key. */
export async function findPacket(executor: SqlExecutor, key: PacketKey): Promise<Packet | undefined> {
  const row = await gisTables(executor)
    .selectFrom("gis_packet")
    .selectAll()
    .where("task_id", "=", key.taskId)
    .where("number", "=", BigInt(key.number))
    .executeTakeFirst();
  return row === undefined ? undefined : packetFromRow(row);
}

/** Packets of a task, page by page. */
export async function listPackets(executor: SqlExecutor, query: PacketQuery): Promise<readonly Packet[]> {
  if (query.states?.length === 0) return [];
  let select = gisTables(executor)
    .selectFrom("gis_packet")
    .selectAll()
    .where("task_id", "=", query.taskId)
    .where("number", ">", BigInt(query.afterNumber ?? 0));
  if (query.states !== undefined) select = select.where("state", "in", query.states);
  return (await select.orderBy("number").limit(query.limit).execute()).map(packetFromRow);
}

/** Packets that stand without an answer and without an alarm. */
export async function findStalling(executor: SqlExecutor, query: StalledQuery): Promise<readonly Packet[]> {
  const rows = await gisTables(executor)
    .selectFrom("gis_packet")
    .selectAll()
    .where("org_ppa_guid", "=", query.orgPpaGuid)
    .where("state", "in", ["acked", "polling"])
    .where("stalled_at", "is", null)
    .where("acked_at", "<=", instantToSql(query.ackedUntil))
    .orderBy("acked_at")
    .orderBy("task_id")
    .orderBy("number")
    .limit(query.limit)
    .execute();
  return rows.map(packetFromRow);
}

/** The payments that are in a packet now. */
export async function readMembers(executor: SqlExecutor, key: PacketKey): Promise<readonly PaymentRecord[]> {
  const rows = await gisTables(executor)
    .selectFrom("gis_payment")
    .selectAll()
    .where("task_id", "=", key.taskId)
    .where("packet_number", "=", BigInt(key.number))
    .orderBy("sequence")
    .execute();
  return withErrors(executor, key.taskId, rows);
}

/** Named payments. */
export async function readPayments(
  executor: SqlExecutor,
  taskId: string,
  sequences: readonly number[],
): Promise<readonly PaymentRecord[]> {
  const sorted = [...new Set(sequences)].sort((left, right) => left - right);
  const records: PaymentRecord[] = [];
  for (const part of inStatements(sorted)) {
    const rows = await gisTables(executor)
      .selectFrom("gis_payment")
      .selectAll()
      .where("task_id", "=", taskId)
      .where("sequence", "in", part.map(BigInt))
      .orderBy("sequence")
      .execute();
    records.push(...(await withErrors(executor, taskId, rows)));
  }
  return records;
}

/** Payments of a task, page by page. */
export async function listPayments(executor: SqlExecutor, query: PaymentQuery): Promise<readonly PaymentRecord[]> {
  if (query.statuses?.length === 0) return [];
  let select = gisTables(executor)
    .selectFrom("gis_payment")
    .selectAll()
    .where("task_id", "=", query.taskId)
    .where("sequence", ">", BigInt(query.afterSequence ?? -1));
  if (query.statuses !== undefined) select = select.where("status", "in", query.statuses);
  const rows = await select.orderBy("sequence").limit(query.limit).execute();
  return withErrors(executor, query.taskId, rows);
}

async function withErrors(
  executor: SqlExecutor,
  taskId: string,
  rows: readonly Row<"gis_payment">[],
): Promise<readonly PaymentRecord[]> {
  const errors = new Map<bigint, Row<"gis_payment_error">[]>();
  for (const part of inStatements(rows.map(({ sequence }) => sequence))) {
    const found = await gisTables(executor)
      .selectFrom("gis_payment_error")
      .selectAll()
      .where("task_id", "=", taskId)
      .where("sequence", "in", part)
      .orderBy("sequence")
      .orderBy("ordinal")
      .execute();
    for (const row of found) {
      const known = errors.get(row.sequence);
      if (known === undefined) errors.set(row.sequence, [row]);
      else known.push(row);
    }
  }
  return rows.map((row) => paymentFromRow(row, errors.get(row.sequence) ?? []));
}

/** Payments of an organisation by their business keys. */
export async function findByBusinessKeys(
  executor: SqlExecutor,
  orgPpaGuid: string,
  businessKeys: readonly string[],
): Promise<readonly EarlierLoad[]> {
  const loads: EarlierLoad[] = [];
  for (const part of inStatements([...new Set(businessKeys)])) {
    const rows = await gisTables(executor)
      .selectFrom("gis_payment")
      .selectAll()
      .where("org_ppa_guid", "=", orgPpaGuid)
      .where("business_key", "in", part.map(businessKeyHash))
      .orderBy("task_id")
      .orderBy("sequence")
      .execute();
    loads.push(...rows.map(earlierLoadFromRow));
  }
  return loads;
}

/** The last send of a packet. */
export async function findLastSend(executor: SqlExecutor, key: PacketKey): Promise<Exchange | undefined> {
  const row = await gisTables(executor)
    .selectFrom("gis_exchange")
    .selectAll()
    .where("task_id", "=", key.taskId)
    .where("packet_number", "=", BigInt(key.number))
    .where("kind", "=", "send")
    .orderBy("exchange", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : exchangeFromRow(row);
}

/** Everything that was exchanged about a packet. */
export async function listExchanges(executor: SqlExecutor, key: PacketKey): Promise<readonly ExchangeRecord[]> {
  const tables = gisTables(executor);
  const requests = await tables
    .selectFrom("gis_exchange")
    .selectAll()
    .where("task_id", "=", key.taskId)
    .where("packet_number", "=", BigInt(key.number))
    .orderBy("exchange")
    .execute();
  const outcomes = await tables
    .selectFrom("gis_exchange_outcome")
    .selectAll()
    .where("task_id", "=", key.taskId)
    .where("packet_number", "=", BigInt(key.number))
    .execute();
  const outcomeOf = new Map(outcomes.map((row) => [row.exchange, row]));
  return Promise.all(
    requests.map(async (row) => {
      const outcome = outcomeOf.get(row.exchange);
      const request = await exchangeFromRow(row);
      return outcome === undefined ? { request } : { request, outcome: await outcomeFromRow(outcome) };
    }),
  );
}

async function exchangeFromRow(row: Row<"gis_exchange">): Promise<Exchange> {
  return {
    taskId: row.task_id,
    number: Number(row.packet_number),
    exchange: Number(row.exchange),
    kind: row.kind as Exchange["kind"],
    messageGuid: row.message_guid,
    soapAction: row.soap_action,
    request: await fromStoredBytes(row.request),
    requestSha256: row.request_sha256,
    startedAt: instantFromSql(row.started_at),
  };
}

async function outcomeFromRow(row: Row<"gis_exchange_outcome">): Promise<ExchangeOutcome> {
  return {
    taskId: row.task_id,
    number: Number(row.packet_number),
    exchange: Number(row.exchange),
    finishedAt: instantFromSql(row.finished_at),
    failedPhase: (row.failed_phase ?? undefined) as ExchangeOutcome["failedPhase"],
    status: row.status === null ? undefined : Number(row.status),
    response: row.response === null ? undefined : await fromStoredBytes(row.response),
    responseSha256: row.response_sha256 ?? undefined,
    error: row.error === null ? undefined : (JSON.parse(row.error) as string),
  };
}
