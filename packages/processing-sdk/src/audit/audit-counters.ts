import type { CounterRecord } from "../domain/records/counter-record.js";
import type { StoreTransaction } from "../ports/store.js";
import { readCounters } from "../storage/cursors.js";
import type { AuditContext, AuditFinding } from "./audit.js";

/** Which counter a cursor follows, by the start of its name. */
const followed: readonly (readonly [prefix: string, counter: string])[] = [
  ["archive:documents", "documents"],
  ["archive:accounts", "feed"],
  ["backup:documents", "documents"],
  ["totals:", "feed"],
  ["events:", "events"],
];
const countersPerPage = 1000;

/** Compares counters with the records that they numbered, and cursors with the counters that they follow. */
export async function auditCounters(audit: AuditContext): Promise<void> {
  const { nodeId } = audit.context;
  const findings = await audit.storage.snapshot(
    async (transaction) => [...(await compareWithRecords(transaction, nodeId)), ...(await compareCursors(transaction))],
    { signal: audit.signal },
  );
  for (const finding of findings) audit.report(finding);
}

async function compareWithRecords(transaction: StoreTransaction, nodeId: string): Promise<readonly AuditFinding[]> {
  const findings: AuditFinding[] = [];
  const check = (subject: string, counted: bigint, last: bigint | undefined): void => {
    if (last === undefined || last <= counted) return;
    findings.push({ kind: "counter", subject, expected: `at least ${last}`, found: String(counted) });
  };
  const lastOne = { limit: 1, direction: "descending" } as const;
  for (const [shard, value] of await readCounters(transaction, "documents")) {
    const [last] = await transaction.range("documents", "byNo", { prefix: [shard], ...lastOne });
    check(`documents ${shard}`, value, last?.no);
  }
  for (const [shard, value] of await readCounters(transaction, "feed")) {
    const [last] = await transaction.range("accounts", "byFeed", { prefix: [shard], ...lastOne });
    check(`feed ${shard}`, value, last?.updateNo);
  }
  for (const [shard, value] of await readCounters(transaction, "events")) {
    const [last] = await transaction.range("events", "key", { prefix: [nodeId], ...lastOne });
    check(`events ${shard}`, value, last?.no);
  }
  return findings;
}

async function compareCursors(transaction: StoreTransaction): Promise<readonly AuditFinding[]> {
  const counters = new Map<string, bigint>();
  let after: readonly string[] | undefined;
  for (;;) {
    const page: readonly CounterRecord[] = await transaction.range("counters", "key", {
      prefix: [],
      limit: countersPerPage,
      ...(after === undefined ? {} : { after }),
    });
    for (const { name, shard, value } of page) counters.set(`${name} ${shard}`, value);
    const last = page.at(-1);
    if (last === undefined || page.length < countersPerPage) break;
    after = [last.name, last.shard];
  }
  return [...counters].flatMap(([subject, value]) => {
    const counter = followed.find(([prefix]) => subject.startsWith(prefix))?.[1];
    if (counter === undefined) return [];
    const last = counters.get(`${counter} ${subject.slice(subject.lastIndexOf(" ") + 1)}`) ?? 0n;
    if (value <= last) return [];
    return [{ kind: "counter" as const, subject, expected: `at most ${last}`, found: String(value) }];
  });
}
