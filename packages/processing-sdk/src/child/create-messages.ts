import type { JsonObject } from "@opora/core";
import { decodeLines } from "../domain/ledger/document-lines.js";
import { decodeCursor } from "../domain/protocol/cursor.js";
import { documentToken } from "../domain/protocol/document-token.js";
import { type Envelope, type EnvelopeType, protocolVersion } from "../domain/protocol/envelope.js";
import type { Cursor, WireDocument } from "../domain/protocol/messages.js";
import { toOriginId } from "../domain/protocol/origin-id.js";
import { encodeHello, encodePull, encodePush } from "../domain/protocol/sync-messages.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import type { NodeRecord } from "../domain/records/node-record.js";
import type { StoreTransaction } from "../ports/store.js";
import type { ChildContext } from "./child-context.js";
import { childShard, readChildState } from "./child-state.js";
import { rootEpochOf } from "./local-epoch.js";

/** What is told of a document beside its lines and entries, as JSON. */
const bytesPerDocument = 600;

/** A request of this child. */
export function toEnvelope(context: ChildContext, node: NodeRecord, type: EnvelopeType, body: JsonObject): Envelope {
  return {
    v: protocolVersion,
    type,
    originId: toOriginId(node.nodeId, node.incarnation),
    epoch: rootEpochOf(node.epoch),
    id: context.ids.uuid(),
    body,
  };
}

/** The greeting; none while halted. */
export async function createHello(context: ChildContext, transaction: StoreTransaction): Promise<Envelope | undefined> {
  const { node, lastSeq } = await readChildState(transaction);
  if (node.haltCode !== "") return undefined;
  return toEnvelope(context, node, "hello", encodeHello({ lastSeq, acked: node.acked }));
}

/** The next documents that the root has not acknowledged; none when there are none, without an epoch, or while halted. */
export async function createPush(
  context: ChildContext,
  transaction: StoreTransaction,
  limit: number,
): Promise<Envelope | undefined> {
  const { node, lastSeq } = await readChildState(transaction);
  if (!mayExchange(node) || lastSeq <= node.acked) return undefined;
  const acked = node.sequenceBase + node.acked;
  const records = await transaction.range("documents", "byNo", { prefix: [childShard], after: [acked], limit });
  const documents = withinSize(context, records).map((record) => toWireDocument(node, record));
  const [previous] =
    node.acked === 0n ? [] : await transaction.range("documents", "byNo", { prefix: [childShard, acked], limit: 1 });
  return toEnvelope(
    context,
    node,
    "push",
    encodePush({ lastSeq, previousToken: previous === undefined ? "" : documentToken(previous), documents }),
  );
}

/** Asks for accounts beyond the cursor; nothing without an epoch, or while halted. */
export async function createPull(
  context: ChildContext,
  transaction: StoreTransaction,
  limit: number,
): Promise<Envelope | undefined> {
  const { node } = await readChildState(transaction);
  if (!mayExchange(node)) return undefined;
  return toEnvelope(context, node, "pull", encodePull({ since: cursorOf(node), limit }));
}

/** How far this child has read the feed. */
export function cursorOf({ cursor }: NodeRecord): Cursor {
  return decodeCursor(JSON.parse(cursor), "cursor");
}

function mayExchange({ haltCode, epoch }: NodeRecord): boolean {
  return haltCode === "" && epoch !== "";
}

/** As many documents as make half a message at most: the other half is for what JSON adds to texts. One is always taken. */
function withinSize({ maxEnvelopeBytes }: ChildContext, records: readonly DocumentRecord[]): readonly DocumentRecord[] {
  let bytes = 0;
  let count = 0;
  for (const { lines, meta } of records) {
    bytes += bytesPerDocument + 2 * lines.length + 3 * meta.length;
    if (count > 0 && bytes > maxEnvelopeBytes / 2) break;
    count += 1;
  }
  return count === records.length ? records : records.slice(0, count);
}

function toWireDocument({ sequenceBase }: NodeRecord, record: DocumentRecord): WireDocument {
  const lines = decodeLines(record.lines);
  return {
    seq: record.no - sequenceBase,
    id: record.id,
    payloadHash: record.payloadHash,
    run: record.run,
    kind: record.kind,
    total: record.total,
    currency: record.currency,
    contra: record.contra,
    reverses: record.reverses,
    reservationId: record.reservationId,
    occurredAtMs: record.occurredAtMs,
    meta: record.meta,
    lineCount: lines.length,
    lines,
  };
}
