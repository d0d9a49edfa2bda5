import { createMemoryArchive } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";
import { createArchiver } from "../../../src/archive/archiver.js";
import type { AuditFinding } from "../../../src/audit/audit.js";
import { createAudit } from "../../../src/audit/create-audit.js";
import type { Change } from "../../../src/ports/store.js";
import { createLedgerWorld, globalLine, type LedgerWorld } from "../../ledger-world.js";
import { cleanupOf, createRootWithAccounts, dayMs, originRecord, settleFacts, tillFact } from "../../services-world.js";

const topUp = (id: string, accountId: string, amount: bigint) => ({ type: "topUp", id, accountId, amount }) as const;

const auditOf = ({ storage, context }: LedgerWorld) => createAudit({ storage, context, pageSize: 2 });

const write = (world: LedgerWorld, ...changes: readonly Change[]) =>
  world.store.transaction("write", (transaction) => transaction.write(changes));

async function createBusyRoot(): Promise<LedgerWorld> {
  const world = await createRootWithAccounts();
  await world.execute(
    topUp("t1", "a-pay", 100n),
    { type: "transfer", id: "m1", from: "a-pay", to: "b-pay", amount: 30n },
    { type: "changeParameters", id: "c1", accountId: "a-saving", spendMode: "allotment" },
    topUp("t2", "a-saving", 40n),
    { type: "allot", id: "l1", accountId: "a-saving", nodeId: "till-1", amount: 25n },
    {
      type: "reserve",
      id: "r1",
      total: 10n,
      currency: "RUB",
      from: { accountId: "b-pay" },
      expiresAt: new Date("2027-01-01T00:00:00Z"),
    },
  );
  await settleFacts(world, [tillFact(1n, [globalLine("nobody", -7n)]), tillFact(2n, [globalLine("a-pay", -5n)])]);
  return world;
}

describe("an audit of the root", () => {
  test("finds nothing where nothing is wrong, and adds up the accounts", async () => {
    const report = await auditOf(await createBusyRoot()).run();

    expect(report).toEqual({
      accounts: 5,
      postings: 6,
      documents: 5,
      sums: expect.arrayContaining([
        { currency: "RUB", scope: "global", accounts: 4, balance: 135n },
        { currency: "RUB", scope: "local", accounts: 1, balance: -7n },
      ]),
      findings: [],
      findingCount: 0,
      isFinished: true,
    });
  });

  test("finds nothing where everything was cleaned up, and compares with the archive", async () => {
    const world = await createBusyRoot();
    const archive = createMemoryArchive();
    await createArchiver({ storage: world.storage, archive }).run();
    world.clock.advance(91 * dayMs);
    expect(await cleanupOf(world).run()).toMatchObject({ documents: 4 });
    const { storage, context } = world;

    expect(await createAudit({ storage, context, archive }).run()).toMatchObject({ findings: [] });
    expect(await createAudit({ storage, context, archive: createMemoryArchive() }).run()).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ kind: "history", found: "nothing in the archive" })]),
    });
  });

  const posting = { accountId: "a-pay", documentId: "t1", line: 1n, no: 1n, recordedAtMs: 0 };

  test.each<[string, Change, AuditFinding["kind"], string]>([
    [
      "a balance that was changed by hand",
      { table: "accounts", patch: [{ id: "a-pay", confirmed: 66n }] },
      "balance",
      "a-pay",
    ],
    [
      "a posting that was changed by hand",
      { table: "postings", put: [{ ...posting, entry: 1n, amount: 101n, balanceAfter: 100n }] },
      "document",
      "t1",
    ],
    ["a posting that is gone", { table: "postings", delete: [["a-pay", 2n]] }, "history", "a-pay"],
    ["a last posting that is gone", { table: "postings", delete: [["b-pay", 1n]] }, "history", "b-pay"],
    [
      "balances in the history that do not follow",
      { table: "postings", put: [{ ...posting, entry: 1n, amount: 100n, balanceAfter: 99n }] },
      "history",
      "a-pay",
    ],
    ["a document that is gone", { table: "documents", delete: [["t1"]] }, "document", "t1"],
    [
      "what reservations do not hold",
      { table: "accounts", patch: [{ id: "b-pay", reserved: 11n }] },
      "reserved",
      "b-pay",
    ],
    [
      "what allotments do not add up to",
      { table: "allotments", put: [{ accountId: "a-saving", nodeId: "till-1", outstanding: 24n }] },
      "allotted",
      "a-saving",
    ],
    [
      "a suspension that was closed without its money",
      { table: "suspensions", patch: [{ documentId: "till-doc-1", status: "redriven" }] },
      "suspense",
      "suspense:till-1:RUB",
    ],
    [
      "a counter that went back",
      { table: "counters", put: [{ name: "documents", shard: "0", value: 2n }] },
      "counter",
      "documents 0",
    ],
    [
      "a cursor that is ahead",
      { table: "counters", put: [{ name: "archive:accounts", shard: "0", value: 999n }] },
      "counter",
      "archive:accounts 0",
    ],
    [
      "watermarks in the wrong order",
      { table: "origins", put: [originRecord({ received: 2n, settled: 2n, archived: 3n })] },
      "watermark",
      "till-1:i1",
    ],
    [
      "received documents that are gone",
      { table: "origins", put: [originRecord({ received: 5n, settled: 2n })] },
      "watermark",
      "till-1:i1",
    ],
  ])("finds %s", async (_, change, kind, subject) => {
    const world = await createBusyRoot();
    await write(world, change);
    const told: AuditFinding[] = [];

    const report = await auditOf(world).run({ onFinding: (finding) => told.push(finding) });

    expect(report.findings).toContainEqual(expect.objectContaining({ kind, subject }));
    expect(told).toEqual(report.findings);
  });

  test("stops between two pages when it is called off", async () => {
    const world = await createBusyRoot();
    const abort = new AbortController();
    const { storage, context } = world;
    let pages = 0;
    const counting: typeof storage = {
      ...storage,
      snapshot: (work) => {
        pages += 1;
        if (pages === 3) abort.abort();
        return storage.snapshot(work);
      },
    };

    const report = await createAudit({ storage: counting, context, pageSize: 1 }).run({ signal: abort.signal });

    expect(report.isFinished).toBe(false);
    expect(report.accounts).toBeLessThan(5);
  });
});

describe("an audit of a child", () => {
  test("recomputes what counts as pending, and looks at its watermarks", async () => {
    const world = await createLedgerWorld({ role: "child" });
    const root = await createRootWithAccounts();
    const copies = (await root.store.dump()).accounts.map((account) => ({ ...account, epoch: "e1", openHash: "" }));
    await write(world, { table: "accounts", insert: copies });
    await world.execute(topUp("t1", "a-pay", 9n), {
      type: "pay",
      id: "p1",
      total: 4n,
      currency: "RUB",
      from: { accountId: "a-pay" },
    });
    expect(await auditOf(world).run()).toMatchObject({ findings: [], documents: 2 });

    await write(
      world,
      { table: "accounts", patch: [{ id: "a-pay", pending: 6n, pendingDebits: 0n }] },
      { table: "node", patch: [{ id: "self", acked: 3n }] },
    );

    expect((await auditOf(world).run()).findings).toEqual([
      { kind: "watermark", subject: "till-1", expected: "acked at most 2", found: "3" },
      { kind: "pending", subject: "a-pay", expected: "5", found: "6" },
      { kind: "pending", subject: "a-pay", expected: "-4", found: "0" },
    ]);
  });
});
