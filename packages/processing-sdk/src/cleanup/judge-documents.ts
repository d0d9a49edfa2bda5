import { documentCursor } from "../archive/archive-documents.js";
import type { DocumentRecord } from "../domain/records/document-record.js";
import { ProcessingError } from "../errors.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { StoreTransaction } from "../ports/store.js";
import { backedUpDocuments } from "../root/backup-marks.js";
import { readCounters } from "../storage/cursors.js";
import { type RetainedReason, whyChildRetains, whyRootRetains } from "./coverage.js";

/** What the host asks for before something is deleted. */
export interface JudgeRules {
  /** Only documents recorded before this instant are old. */
  readonly beforeMs: number;
  readonly backups: "confirmed" | "none";
}

/** Tells why each of some documents stays; `undefined`: it may go. */
export type Judge = (
  documents: readonly DocumentRecord[],
) => Promise<readonly (RetainedReason | "young" | undefined)[]>;

/** Takes what the node knows of where else its documents are, for one transaction. */
export async function createJudge(
  context: LedgerContext,
  transaction: StoreTransaction,
  rules: JudgeRules,
): Promise<Judge> {
  const why = context.role === "root" ? await rootJudge(transaction, rules) : await childJudge(transaction);
  return async (documents) => {
    const reasons = await why(documents);
    return documents.map(({ recordedAtMs }, index) => (recordedAtMs >= rules.beforeMs ? "young" : reasons[index]));
  };
}

async function childJudge(transaction: StoreTransaction): Promise<Judge> {
  const [node] = await transaction.read("node", [["self"]], { lock: "update" });
  if (node === undefined) throw new ProcessingError("PROCESSING_STORE_CORRUPT", "The store has no record of its node.");
  return async (documents) => documents.map((document) => whyChildRetains(document, node));
}

async function rootJudge(transaction: StoreTransaction, { backups }: JudgeRules): Promise<Judge> {
  const archivedThrough = await readCounters(transaction, documentCursor);
  const backedUpThrough = backups === "none" ? undefined : await readCounters(transaction, backedUpDocuments);
  return async (documents) => {
    const coverage = {
      origins: await originsOf(transaction, documents),
      suspended: await openSuspensionsOf(transaction, documents),
    };
    return documents.map((document) =>
      whyRootRetains(document, {
        ...coverage,
        archivedThrough: archivedThrough.get(document.shard) ?? 0n,
        backedUpThrough: backedUpThrough === undefined ? undefined : (backedUpThrough.get(document.shard) ?? 0n),
      }),
    );
  };
}

async function originsOf(transaction: StoreTransaction, documents: readonly DocumentRecord[]) {
  const ids = new Set(documents.flatMap(({ origin, originSeq }) => (originSeq === null ? [] : [origin])));
  const keys = [...ids].map((id) => [id] as const);
  const origins = keys.length === 0 ? [] : await transaction.read("origins", keys);
  return new Map(origins.flatMap((origin) => (origin === undefined ? [] : [[origin.originId, origin] as const])));
}

async function openSuspensionsOf(transaction: StoreTransaction, documents: readonly DocumentRecord[]) {
  const suspendable = documents.filter(({ state }) => state.startsWith("suspended:") || state === "rejected:malformed");
  const keys = suspendable.map(({ id }) => [id] as const);
  const suspensions = keys.length === 0 ? [] : await transaction.read("suspensions", keys);
  return new Set(suspensions.flatMap((found) => (found?.status === "open" ? [found.documentId] : [])));
}
