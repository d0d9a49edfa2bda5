import type { OriginRecord } from "../domain/records/origin-record.js";
import type { StoreTransaction } from "../ports/store.js";
import { readCounter } from "../storage/cursors.js";
import type { AuditContext, AuditFinding } from "./audit.js";

/** Looks at how far documents came: at the root of every origin, at a child its own. */
export async function auditWatermarks(audit: AuditContext): Promise<void> {
  if (audit.context.role === "child") return auditChild(audit);
  let after: string | undefined;
  while (audit.signal?.aborted !== true) {
    const page = await audit.storage.snapshot((transaction) => auditPage(audit, transaction, after), audit);
    for (const finding of page.findings) audit.report(finding);
    after = page.last?.originId;
    if (after === undefined) return;
  }
}

async function auditPage({ pageSize }: AuditContext, transaction: StoreTransaction, after: string | undefined) {
  const origins = await transaction.range("origins", "key", {
    prefix: [],
    limit: pageSize,
    ...(after === undefined ? {} : { after: [after] }),
  });
  const waiting = origins.filter(({ settled, received }) => settled < received);
  const keys = waiting.map(({ originId }) => [originId]);
  const inbox = keys.length === 0 ? [] : await transaction.rangeEach("inbox", "key", keys, 1);
  const firstSeq = new Map(waiting.map(({ originId }, index) => [originId, inbox[index]?.[0]?.seq]));
  const findings = origins.flatMap((origin) => checkOrigin(origin, firstSeq.get(origin.originId)));
  return { findings, last: origins.length < pageSize ? undefined : origins.at(-1) };
}

function checkOrigin(origin: OriginRecord, firstWaiting: bigint | undefined): readonly AuditFinding[] {
  const { originId, archived, settled, received, backedUp } = origin;
  const findings: AuditFinding[] = [];
  const atMost = (name: string, value: bigint, limit: bigint): void => {
    if (value <= limit) return;
    findings.push({ kind: "watermark", subject: originId, expected: `${name} at most ${limit}`, found: String(value) });
  };
  atMost("settled", settled, received);
  atMost("archived", archived, settled);
  atMost("backedUp", backedUp, settled);
  if (settled < received && firstWaiting !== settled + 1n) {
    const found = firstWaiting === undefined ? "nothing" : String(firstWaiting);
    findings.push({ kind: "watermark", subject: originId, expected: `document ${settled + 1n} received`, found });
  }
  return findings;
}

async function auditChild(audit: AuditContext): Promise<void> {
  const found = await audit.storage.snapshot(async (transaction) => {
    const [node] = await transaction.read("node", [["self"]]);
    return { node, last: await readCounter(transaction, "documents", "0") };
  }, audit);
  const { node, last } = found;
  if (node === undefined) {
    audit.report({
      kind: "watermark",
      subject: audit.context.nodeId,
      expected: "a record of the node",
      found: "nothing",
    });
    return;
  }
  const lastSeq = last - node.sequenceBase;
  for (const name of ["acked", "settled", "durable"] as const) {
    if (node[name] <= lastSeq) continue;
    audit.report({
      kind: "watermark",
      subject: audit.context.nodeId,
      expected: `${name} at most ${lastSeq}`,
      found: String(node[name]),
    });
  }
}
