import type { Mutation, SourceChange } from "./mutant.js";

/** A child sends the next document but one. */
const leavesOutDocument: SourceChange = {
  file: "child/create-messages.ts",
  original: "after: [acked], limit });\n  const documents",
  replacement: "after: [acked + (lastSeq > node.acked + 1n ? 1n : 0n)], limit });\n  const documents",
};

/** What was found to go wrong in such protocols, and in this one if somebody is not careful. */
export const mutations: readonly Mutation[] = [
  {
    name: "pull answers are applied wherever they continue",
    file: "child/accept-pull.ts",
    original: "if (!isSameCursor(since, cursorOf(node))) return undefined;",
    replacement: "if (!isSameCursor(since, since)) return undefined;",
    within: 10,
  },
  {
    name: "a row does not bring its watermark",
    file: "child/apply-feed.ts",
    original: "const watermark = isStale ? settled : greaterOf(settled, account.watermark);",
    replacement: "const watermark = isStale ? 0n : account.watermark;",
    within: 10,
  },
  {
    name: "documents count as settled on every account before the end of the feed",
    file: "child/accept-pull.ts",
    original: "const releasedThrough = answer.isCaughtUp ? lesserOf(",
    replacement: "const releasedThrough = answer.since ? lesserOf(",
    within: 10,
  },
  {
    name: "what was received counts as settled",
    file: "root/answer-pull.ts",
    original: "const { received, receivedToken, settled } = origin;",
    replacement: "const { received, receivedToken, received: settled } = origin;",
    within: 10,
  },
  {
    name: "documents that were received before are taken again",
    file: "root/answer-push.ts",
    original: "return first === undefined ? [] : documents.slice(Number(received + 1n - first.seq));",
    replacement: "return documents.filter(() => received >= 0n && first !== undefined);",
    within: 10,
  },
  {
    name: "a child leaves out a document",
    ...leavesOutDocument,
    within: 10,
  },
  {
    // Alone, a root that takes gaps does no harm: a child goes on from what was acknowledged in the same epoch of the root,
    // and what a root forgets when it is restored it forgets with its epoch. So the child leaves one out here, too.
    name: "a gap in the sequence is taken",
    file: "root/answer-push.ts",
    original: 'if (first.seq > received + 1n) return "gap";',
    replacement: 'if (first.seq > received + 1n) return "fits";',
    also: leavesOutDocument,
    within: 10,
  },
  {
    name: "the archive is thought to have documents before it does",
    file: "archive/archive-documents.ts",
    original: `  if (documents.length > 0) await archive.put({ documents, postings, accounts: [] }, { signal: run.signal });
  if (moves.length > 0) {
    await storage.background((transaction) => moveCursors(transaction, documentCursor, moves), run);
  }`,
    replacement: `  if (moves.length > 0) {
    await storage.background((transaction) => moveCursors(transaction, documentCursor, moves), run);
  }
  if (documents.length > 0) await archive.put({ documents, postings, accounts: [] }, { signal: run.signal });`,
    within: 200,
    options: { faults: ["crash"] },
  },
  {
    name: "a child cleans up by age only",
    file: "cleanup/coverage.ts",
    original: 'if (!isDurable) return "notArchived";',
    replacement: "if (!isDurable) return undefined;",
    within: 40,
  },
  {
    name: "the root forgets which ids were used",
    file: "domain/ledger/facts/book-fact.ts",
    original: "const known = knownHash(state, document.id);",
    replacement: "const known = document.id === '' ? knownHash(state, document.id) : undefined;",
    within: 10,
  },
  {
    name: "the cursor goes beyond the last row of a page",
    file: "root/feed.ts",
    original: "const isRead = taken === rows.length && rows.length < wanted;",
    replacement: "const isRead = taken === rows.length;",
    within: 10,
  },
  {
    name: "a root that comes back from a backup keeps its epoch",
    file: "root/declare-restored.ts",
    original: 'await transaction.write([{ table: "node", patch: [{ id: "self", epoch }] }]);',
    replacement: 'await transaction.write([{ table: "node", patch: [{ id: "self", epoch: former.epoch }] }]);',
    within: 60,
  },
  {
    name: "children clean up what is archived and in no backup",
    file: "root/origins.ts",
    original: 'return backups === "none" || archived < backedUp ? archived : backedUp;',
    replacement: 'return backups === "none" || archived > backedUp ? archived : backedUp;',
    within: 80,
    options: { faults: ["clock"] },
  },
  {
    name: "a child that was restored goes on as if nothing had happened",
    file: "child/compare-received.ts",
    original: 'return documentToken(document) === receivedToken ? "same" : "regressed";',
    replacement: 'return documentToken(document) === receivedToken ? "same" : "same";',
    within: 100,
  },
  {
    name: "a new root epoch does not make accounts stale",
    file: "domain/ledger/account-state.ts",
    original: "return isCopy(node, account) && (account.epoch !== node.epoch || node.isResynchronising);",
    replacement: "return isCopy(node, account) && node.isResynchronising;",
    within: 120,
  },
  {
    name: "documents settle without their watermark",
    file: "root/settle.ts",
    original: '{ table: "origins", patch: [{ originId, settled: last.seq }] },',
    replacement: '{ table: "origins", patch: [{ originId, settled: inbox[0]?.seq ?? last.seq }] },',
    within: 10,
    options: { packetSize: 3 },
  },
  {
    name: "a child spends from an allotment what it has spent",
    file: "domain/ledger/account-state.ts",
    original: "return account.allotted + account.pending - account.reserved;",
    replacement: "return account.allotted - account.reserved;",
    within: 50,
  },
  {
    name: "an allotment does not shrink when the child's payments are settled",
    file: "domain/ledger/facts/book-fact.ts",
    original: 'if (account.spendMode === "allotment") moveAllotment(state, account, fact.nodeId, line.amount);',
    replacement:
      'if (account.spendMode === "allotment") moveAllotment(state, account, fact.nodeId, line.amount > 0n ? line.amount : 0n);',
    within: 20,
  },
  {
    name: "the root spends what is allotted",
    file: "domain/ledger/account-state.ts",
    original: "return account.confirmed + account.creditLimit - account.reserved - account.allotted;",
    replacement: "return account.confirmed + account.creditLimit - account.reserved;",
    within: 20,
  },
  {
    name: "reserved money is spent",
    file: "domain/ledger/account-state.ts",
    original: "return shownBalance(account) + account.creditLimit - account.reserved;",
    replacement: "return shownBalance(account) + account.creditLimit;",
    within: 50,
  },
  {
    name: "commands of one commit do not see each other's debits",
    file: "domain/ledger/book-movement.ts",
    original: `    account.pending += amount;
    if (amount < 0n) account.pendingDebits += amount;`,
    replacement: `    account.pending = (state.changes.movedAccounts.has(account) ? 0n : account.pending) + amount;
    if (amount < 0n) account.pendingDebits += amount;`,
    within: 100,
  },
  {
    name: "a scheme takes one kopeck too little",
    file: "domain/ledger/split-by-scheme.ts",
    original: "left -= takenByPart;",
    replacement: "left -= takenByPart + (takenByPart > 5n ? 1n : 0n);",
    within: 10,
  },
  {
    name: "an external document is imported and stays in line",
    file: "external/run-import.ts",
    original: "imported.push([source, externalNumber]);",
    replacement: 'if (documentId === "") imported.push([source, externalNumber]);',
    within: 20,
  },
  {
    name: "a document of a closed account stays in line",
    file: "root/settle.ts",
    original: "return { outcomes, isLast: last.seq === locked.received };",
    replacement:
      'if (outcomes.includes("suspended")) throw gapIn(origin);\n      return { outcomes, isLast: last.seq === locked.received };',
    within: 40,
    options: { faults: ["block"] },
  },
  {
    name: "the archive keeps what it is handed again",
    file: "simulation/opora/world-archive.ts",
    original: "if (known === undefined) {",
    replacement: "if (known === undefined || content.documents.length > 0) {",
    within: 100,
    options: { faults: ["crash"] },
  },
];
