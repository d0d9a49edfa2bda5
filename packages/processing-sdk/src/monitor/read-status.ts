import { greaterOf } from "../domain/greater-of.js";
import type { NodeRecord } from "../domain/records/node-record.js";
import type { OriginRecord } from "../domain/records/origin-record.js";
import { ProcessingError } from "../errors.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { StoreTransaction } from "../ports/store.js";
import { readCounter, readCounters } from "../storage/cursors.js";
import { countProblems, type ProblemCounts } from "./problems.js";

/** How a node stands. */
export interface NodeStatus {
  readonly nodeId: string;
  readonly role: "root" | "child";
  readonly incarnation: string;
  readonly epoch: string;
  /** At a child: the state of its synchronisation. */
  readonly child?: ChildStatus;
  /** At the root: its children, at most 10,000. */
  readonly origins?: readonly OriginStatus[];
  /** At the root: documents that the archive does not have yet. */
  readonly unarchived?: bigint;
  readonly problems: ProblemCounts;
  /** In bytes, when the host can tell. */
  readonly storeBytes?: number;
  /** Whether the store is at or above the warning threshold. */
  readonly isStoreTooLarge: boolean;
}

/** How a child stands to its root. */
export interface ChildStatus {
  /** Of its last document. */
  readonly lastSeq: bigint;
  readonly acked: bigint;
  readonly settled: bigint;
  readonly durable: bigint;
  readonly isCaughtUp: boolean;
  /** Whether its accounts cannot be used because the root, or it, was restored. */
  readonly isResynchronising: boolean;
  /** The code of the error that stopped synchronisation until a person lets it go on. */
  readonly haltCode?: string;
  readonly lastContactAt?: Date;
}

/** How a child stands, as the root sees it. */
export interface OriginStatus {
  readonly originId: string;
  readonly nodeId: string;
  /** The last document of the child, as it said. */
  readonly announced: bigint;
  readonly received: bigint;
  readonly settled: bigint;
  readonly archived: bigint;
  readonly backedUp: bigint;
  /** Documents that the child has and the root has not settled. */
  readonly lagDocuments: bigint;
  /** Age of the oldest document that was received and is not settled, in seconds; 0 when there is none. */
  readonly lagSeconds: number;
  readonly lastContactAt: Date;
}

const originsMax = 10_000;

/** Reads how the node stands, from one snapshot. */
export async function readStatus(
  transaction: StoreTransaction,
  context: LedgerContext,
): Promise<Omit<NodeStatus, "isStoreTooLarge">> {
  const [node] = await transaction.read("node", [["self"]]);
  if (node === undefined) throw new ProcessingError("PROCESSING_STORE_CORRUPT", "The store has no record of its node.");
  const { nodeId, role, incarnation, epoch } = node;
  const base = { nodeId, role, incarnation, epoch, problems: await countProblems(transaction) };
  if (role === "child") return { ...base, child: await childStatus(transaction, node) };
  const nowMs = context.clock.now().getTime();
  return {
    ...base,
    origins: await originStatuses(transaction, nowMs),
    unarchived: await countUnarchived(transaction),
  };
}

async function childStatus(transaction: StoreTransaction, node: NodeRecord): Promise<ChildStatus> {
  const { sequenceBase, acked, settled, durable, isCaughtUp, resyncThrough, haltCode, lastContactAtMs } = node;
  return {
    lastSeq: (await readCounter(transaction, "documents", "0")) - sequenceBase,
    acked,
    settled,
    durable,
    isCaughtUp,
    isResynchronising: settled < resyncThrough,
    ...(haltCode === "" ? {} : { haltCode }),
    ...(lastContactAtMs === null ? {} : { lastContactAt: new Date(lastContactAtMs) }),
  };
}

async function originStatuses(transaction: StoreTransaction, nowMs: number): Promise<readonly OriginStatus[]> {
  const origins = await transaction.range("origins", "key", { prefix: [], limit: originsMax });
  const waiting = origins.filter(({ settled, received }) => settled < received);
  const keys = waiting.map(({ originId }) => [originId]);
  const lists = keys.length === 0 ? [] : await transaction.rangeEach("inbox", "key", keys, 1);
  const oldest = new Map(waiting.map(({ originId }, index) => [originId, lists[index]?.[0]?.receivedAtMs]));
  return origins.map((origin) => toOriginStatus(origin, oldest.get(origin.originId) ?? nowMs, nowMs));
}

function toOriginStatus(origin: OriginRecord, oldestMs: number, nowMs: number): OriginStatus {
  const { originId, nodeId, announced, received, settled, archived, backedUp, lastContactAtMs } = origin;
  return {
    originId,
    nodeId,
    announced,
    received,
    settled,
    archived,
    backedUp,
    lagDocuments: greaterOf(announced, received) - settled,
    lagSeconds: Math.max(0, nowMs - oldestMs) / 1000,
    lastContactAt: new Date(lastContactAtMs),
  };
}

async function countUnarchived(transaction: StoreTransaction): Promise<bigint> {
  const archived = await readCounters(transaction, "archive:documents");
  let count = 0n;
  for (const [shard, last] of await readCounters(transaction, "documents")) count += last - (archived.get(shard) ?? 0n);
  return count;
}
