import type { JsonObject } from "@opora/core";
import { describe, expect, test } from "vitest";
import { answerDigest } from "../../../src/audit/answer-digest.js";
import { compareWithRoot } from "../../../src/audit/compare-with-root.js";
import type { AccountRecord } from "../../../src/domain/records/account-record.js";
import type { Change } from "../../../src/ports/store.js";
import { createLedgerWorld, type LedgerWorld } from "../../ledger-world.js";
import { createRootWithAccounts } from "../../services-world.js";

const topUp = (id: string, accountId: string, amount: bigint) => ({ type: "topUp", id, accountId, amount }) as const;
const write = (world: LedgerWorld, ...changes: readonly Change[]) =>
  world.store.transaction("write", (transaction) => transaction.write(changes));

/** A root with many accounts, and a child that has pulled them all. */
async function createPair(count = 25) {
  const root = await createRootWithAccounts();
  const ids = Array.from({ length: count }, (_, index) => `account-${String(index).padStart(3, "0")}`);
  await root.execute(
    ...ids.map((id) => ({ type: "open", id, customerId: "carl", kind: "bonus", currency: "RUB" }) as const),
    ...ids.map((id, index) => topUp(`t-${id}`, id, BigInt(index + 1))),
  );
  const child = await createLedgerWorld({ role: "child" });
  const { accounts, counters } = await root.store.dump();
  const feed = counters.find(({ name }) => name === "feed")?.value ?? 0n;
  const copies = accounts.map((account): AccountRecord => ({ ...account, epoch: "e1", openHash: "", entries: 0n }));
  await write(
    child,
    { table: "accounts", insert: copies },
    { table: "node", patch: [{ id: "self", cursor: JSON.stringify({ 0: String(feed) }) }] },
  );
  let questions = 0;
  const compare = () =>
    compareWithRoot({
      storage: child.storage,
      accountsPerRange: 4,
      ask: async (body: JsonObject) => {
        questions += 1;
        return JSON.parse(JSON.stringify(await answerDigest(root.storage, body))) as JsonObject;
      },
    });
  return { root, child, compare, questions: () => questions };
}

describe("comparing a child with its root", () => {
  test("finds nothing, with one question, where both have the same", async () => {
    const { compare, questions } = await createPair();

    expect(await compare()).toEqual({
      accounts: 29,
      ranges: 8,
      behind: 0,
      divergences: [],
      divergenceCount: 0,
      isFinished: true,
    });
    expect(questions()).toBe(1);
  });

  test("finds balances and parameters that were changed by hand, accounts that were lost and those that nobody opened", async () => {
    const { child, compare } = await createPair();
    const [some] = (await child.store.dump()).accounts;
    await write(
      child,
      {
        table: "accounts",
        patch: [
          { id: "account-003", confirmed: 999n },
          { id: "account-017", confirmed: 19n },
        ],
      },
      { table: "accounts", patch: [{ id: "account-009", blocked: true }] },
      { table: "accounts", delete: [["account-024"], ["a-bonus"]] },
      { table: "accounts", insert: [{ ...(some as AccountRecord), id: "account-0105" }] },
    );

    const { divergences, divergenceCount } = await compare();

    expect(divergenceCount).toBe(6);
    expect([...divergences].sort((left, right) => (left.accountId < right.accountId ? -1 : 1))).toEqual([
      { accountId: "a-bonus", kind: "missing" },
      { accountId: "account-003", kind: "different" },
      { accountId: "account-009", kind: "different" },
      { accountId: "account-0105", kind: "unknown" },
      { accountId: "account-017", kind: "different" },
      { accountId: "account-024", kind: "missing" },
    ]);
  });

  test("does not take for a difference what the child has not pulled yet", async () => {
    const { root, compare } = await createPair();
    await root.execute(topUp("t1", "account-003", 5n), {
      type: "open",
      id: "zz-new",
      customerId: "dora",
      kind: "bonus",
      currency: "RUB",
    });

    expect(await compare()).toMatchObject({ behind: 2, divergences: [] });
  });

  test("leaves local accounts and suspense accounts alone", async () => {
    const { root, child, compare } = await createPair();
    const local = { type: "open", customerId: "x", kind: "bonus", currency: "RUB", scope: "local" } as const;
    await root.execute({ ...local, id: "local-root" });
    await child.execute({ ...local, id: "local-child" });

    expect(await compare()).toMatchObject({ behind: 0, divergences: [] });
  });

  test("compares with a root that has nothing, and refuses questions and answers of another form", async () => {
    const { child } = await createPair();
    const empty = await createLedgerWorld();
    const ask = (body: JsonObject) => answerDigest(empty.storage, body);
    expect(await compareWithRoot({ storage: child.storage, ask })).toMatchObject({ divergenceCount: 29 });

    const invalid = expect.objectContaining({ code: "PROCESSING_ENVELOPE_INVALID" });
    await expect(answerDigest(empty.storage, {})).rejects.toThrow(invalid);
    await expect(answerDigest(empty.storage, { ranges: [] })).rejects.toThrow(invalid);
    await expect(answerDigest(empty.storage, { accountsOf: { after: 1, through: null } })).rejects.toThrow(invalid);
    for (const answer of [{}, { ranges: [] }, { accounts: [] }]) {
      await expect(compareWithRoot({ storage: child.storage, ask: async () => answer })).rejects.toThrow(invalid);
    }
  });
});
