import type { HelloAnswer } from "../domain/protocol/messages.js";
import type { NodeRecord } from "../domain/records/node-record.js";
import { appendEvents } from "../events/append-events.js";
import type { StoreTransaction } from "../ports/store.js";
import type { ChildContext } from "./child-context.js";
import { type ChildState, childShard } from "./child-state.js";
import { nextLocalEpoch, rootEpochOf } from "./local-epoch.js";

const documentsPerPage = 1000;

/** What beginning anew always does: everything is pulled again, and accounts are unusable until then. */
function anew(node: NodeRecord, rootEpoch: string) {
  return { epoch: nextLocalEpoch(node.epoch, rootEpoch), cursor: "{}", settled: 0n, isCaughtUp: false };
}

/** Takes over the epoch of a root that was restored, or is met for the first time: sends again what it lacks. */
export async function adoptEpoch(
  context: ChildContext,
  transaction: StoreTransaction,
  { node }: ChildState,
  rootEpoch: string,
  { received }: HelloAnswer,
): Promise<void> {
  const nowMs = context.clock.now().getTime();
  if (node.epoch !== "") {
    await appendEvents(transaction, node.nodeId, nowMs, [
      {
        type: "child.epoch-changed",
        subject: node.nodeId,
        data: {
          epoch: rootEpoch,
          formerEpoch: rootEpochOf(node.epoch),
          acked: String(node.acked),
          received: String(received),
        },
      },
    ]);
  }
  await transaction.write([
    {
      table: "node",
      patch: [{ id: "self", ...anew(node, rootEpoch), acked: received, lastContactAtMs: nowMs }],
    },
  ]);
}

/** Why a child takes a new incarnation. */
export type NewIncarnationReason =
  /** This child was restored: the root has other documents under its numbers. */
  | "origin-regressed"
  /** The root was restored from a backup that is older than one that was confirmed: it lacks what was cleaned up here. */
  | "backup-too-old"
  /** Its operator said that it was restored. */
  | "declared-restored";

/** What a new incarnation begins with. */
export interface NewIncarnation {
  readonly incarnation: string;
  readonly reason: NewIncarnationReason;
  readonly rootEpoch: string;
  /** What the root has of the incarnation that ends; documents that are kept are sent again from there at least. */
  readonly received: bigint;
}

/**
 * Takes a new incarnation: every document above what the root has for good is sent again under the new origin, where the
 * root recognises those that it had. Until it has settled them all, its balances may count them or not: the accounts stay
 * unusable until then.
 */
export async function takeIncarnation(
  context: ChildContext,
  transaction: StoreTransaction,
  { node, lastNo }: ChildState,
  { incarnation, reason, rootEpoch, received }: NewIncarnation,
): Promise<void> {
  const wanted = node.sequenceBase + (received < node.durable && reason === "backup-too-old" ? received : node.durable);
  const sequenceBase = await lowestBase(transaction, wanted, node.sequenceBase + node.durable);
  const nowMs = context.clock.now().getTime();
  await appendEvents(transaction, node.nodeId, nowMs, [
    {
      type: `child.${reason}`,
      subject: node.nodeId,
      data: {
        incarnation,
        formerIncarnation: node.incarnation,
        sentAgain: String(lastNo - sequenceBase),
        lost: String(sequenceBase - wanted),
      },
    },
  ]);
  await transaction.write([
    {
      table: "node",
      patch: [
        {
          id: "self",
          ...anew(node, rootEpoch),
          incarnation,
          sequenceBase,
          acked: 0n,
          durable: 0n,
          resyncThrough: lastNo - sequenceBase,
          lastContactAtMs: nowMs,
        },
      ],
    },
  ]);
}

/** The least number from `wanted` up to `through` above which no document up to `through` is missing. */
async function lowestBase(transaction: StoreTransaction, wanted: bigint, through: bigint): Promise<bigint> {
  let base = through;
  while (base > wanted) {
    const documents = await transaction.range("documents", "byNo", {
      prefix: [childShard],
      after: [base + 1n],
      limit: documentsPerPage,
      direction: "descending",
    });
    for (const { no } of documents) {
      if (no !== base || base === wanted) return base;
      base -= 1n;
    }
    if (documents.length < documentsPerPage) return base;
  }
  return base;
}

/** Pulls everything again from the same root. */
export async function pullAnew(
  context: ChildContext,
  transaction: StoreTransaction,
  { node }: ChildState,
): Promise<void> {
  await appendEvents(transaction, node.nodeId, context.clock.now().getTime(), [
    { type: "child.resynchronising", subject: node.nodeId, data: { haltCode: node.haltCode } },
  ]);
  await transaction.write([
    { table: "node", patch: [{ id: "self", haltCode: "", ...anew(node, rootEpochOf(node.epoch)) }] },
  ]);
}
