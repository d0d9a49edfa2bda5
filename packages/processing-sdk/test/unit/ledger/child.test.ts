import { beforeEach, describe, expect, test } from "vitest";
import type { CommandResult } from "../../../src/domain/command-result.js";
import type { Command } from "../../../src/domain/commands.js";
import type { AccountRecord } from "../../../src/domain/records/account-record.js";
import { ProcessingError } from "../../../src/errors.js";
import type { Remote } from "../../../src/ports/remote.js";
import { createLedgerWorld, type LedgerWorld, type LedgerWorldOptions } from "../../ledger-world.js";

let world: LedgerWorld;

async function childWith(
  accounts: readonly (Partial<AccountRecord> & { readonly id: string })[],
  options: LedgerWorldOptions = {},
): Promise<LedgerWorld> {
  const child = await createLedgerWorld({ role: "child", ...options });
  await child.store.transaction("write", (transaction) =>
    transaction.write([{ table: "accounts", insert: accounts.map(copyOf) }]),
  );
  return child;
}

/** A copy of an account of the root, as a pull leaves it. */
function copyOf(over: Partial<AccountRecord> & { readonly id: string }): AccountRecord {
  return {
    customerId: "anna",
    kind: "payment",
    currency: "RUB",
    scope: "global",
    shard: "0",
    creditLimit: 0n,
    blocked: false,
    closed: false,
    description: "",
    spendMode: "trust",
    offlineLimit: 0n,
    confirmed: 100n,
    pending: 0n,
    pendingDebits: 0n,
    reserved: 0n,
    allotted: 0n,
    revision: 1n,
    updateNo: 1n,
    watermark: 0n,
    epoch: "e1",
    entries: 0n,
    settledEntry: 0n,
    openedAtMs: 0,
    openHash: "",
    ...over,
  };
}

function pay(id: string, accountId: string, total: bigint) {
  return world.ledger.pay({ id, total, currency: "RUB", from: { accountId } });
}

describe("a movement at a child", () => {
  beforeEach(async () => {
    world = await childWith([{ id: "a" }], { node: { sequenceBase: 0n } });
  });

  test("changes what is pending, not what the root confirmed, and takes the next sequence number", async () => {
    const first = await pay("d1", "a", 30n);
    const second = await world.ledger.topUp({ id: "t1", accountId: "a", amount: 5n });
    expect([first.originSeq, second.originSeq]).toEqual([1n, 2n]);
    expect(first).toMatchObject({ state: "recorded", origin: "till-1:i1" });
    expect(await world.ledger.account("a")).toMatchObject({ balance: 75n, pending: -25n, available: 75n });
    const { accounts, counters } = await world.store.dump();
    expect(accounts).toMatchObject([
      { confirmed: 100n, pending: -25n, pendingDebits: -30n, updateNo: 1n, entries: 2n },
    ]);
    expect(counters).toEqual([{ name: "documents", shard: "0", value: 2n }]);
  });

  test("is refused where the shown balance does not cover it", async () => {
    await pay("d1", "a", 100n);
    await expect(pay("d2", "a", 1n)).rejects.toMatchObject({ code: "PROCESSING_INSUFFICIENT_FUNDS" });
  });

  test("may refund and cancel the child's own documents", async () => {
    await pay("d1", "a", 100n);
    await world.ledger.refund({ id: "r1", documentId: "d1", amount: 40n });
    expect(await world.ledger.account("a")).toMatchObject({ balance: 40n });
  });

  test("shows as far as the root's watermarks have passed it", async () => {
    for (const id of ["d1", "d2", "d3", "d4"]) await pay(id, "a", 1n);
    await world.store.transaction("write", (transaction) =>
      transaction.write([{ table: "node", patch: [{ id: "self", acked: 3n, settled: 2n, durable: 1n }] }]),
    );
    const states = await Promise.all(
      ["d1", "d2", "d3", "d4"].map(async (id) => (await world.ledger.document(id)).state),
    );
    expect(states).toEqual(["archived", "settled", "received", "recorded"]);
  });

  test("after a restore is numbered from the base of the new incarnation", async () => {
    await pay("d1", "a", 1n);
    await world.store.transaction("write", (transaction) =>
      transaction.write([{ table: "node", patch: [{ id: "self", sequenceBase: 1n, incarnation: "i2" }] }]),
    );
    expect(await pay("d2", "a", 1n)).toMatchObject({ originSeq: 1n, origin: "till-1:i2" });
  });
});

describe("only the root", () => {
  beforeEach(async () => {
    world = await childWith([{ id: "a" }]);
  });

  test("opens and changes accounts that all nodes have, allots and adjusts them", async () => {
    const { ledger } = world;
    const refused = { code: "PROCESSING_NOT_ROOT" };
    await expect(ledger.open({ id: "x", customerId: "c", kind: "bonus", currency: "RUB" })).rejects.toMatchObject(
      refused,
    );
    await expect(ledger.changeParameters({ id: "x", accountId: "a", blocked: true })).rejects.toMatchObject(refused);
    await expect(ledger.allot({ id: "x", accountId: "a", nodeId: "n", amount: 1n })).rejects.toMatchObject(refused);
    await expect(
      ledger.adjust({ id: "x", currency: "RUB", postings: [{ accountId: "a", amount: 1n }], reason: "x" }),
    ).rejects.toMatchObject(refused);
  });

  test("and not local accounts, which are the child's own", async () => {
    const { ledger } = world;
    await ledger.open({ id: "till", customerId: "shop", kind: "cash", currency: "RUB", scope: "local" });
    await ledger.adjust({ id: "j", currency: "RUB", postings: [{ accountId: "till", amount: 9n }], reason: "float" });
    await ledger.transfer({ id: "m", from: "a", to: "till", amount: 10n });
    expect(await ledger.account("till")).toMatchObject({ balance: 19n, pending: 0n });
    expect(await ledger.account("a")).toMatchObject({ balance: 90n, pending: -10n });
  });
});

describe("the spend mode", () => {
  test("limit holds debits that are not settled to the limit", async () => {
    world = await childWith([{ id: "a", spendMode: "limit", offlineLimit: 30n }]);
    await pay("d1", "a", 20n);
    await world.ledger.topUp({ id: "t", accountId: "a", amount: 50n });
    await expect(pay("d2", "a", 11n)).rejects.toMatchObject({ details: { available: "10" } });
    await pay("d3", "a", 10n);
  });

  test("reserve wants a reservation, for payments and transfers", async () => {
    world = await childWith([{ id: "a", spendMode: "reserve" }]);
    await expect(pay("d1", "a", 1n)).rejects.toMatchObject({ code: "PROCESSING_RESERVATION_REQUIRED" });
    const from = { customerId: "anna", scheme: [{ kind: "payment" }] };
    await expect(world.ledger.pay({ id: "d2", total: 1n, currency: "RUB", from })).rejects.toMatchObject({
      code: "PROCESSING_RESERVATION_REQUIRED",
    });
  });

  test("allotment gives what was allotted, and the child's own credits on top", async () => {
    world = await childWith([{ id: "a", spendMode: "allotment", allotted: 30n }]);
    await pay("d1", "a", 30n);
    await expect(pay("d2", "a", 1n)).rejects.toMatchObject({ code: "PROCESSING_INSUFFICIENT_FUNDS" });
    await world.ledger.topUp({ id: "t", accountId: "a", amount: 5n });
    await pay("d3", "a", 5n);
  });
});

test("a copy of another epoch, or before a restored child has caught up, takes nothing and says to try again", async () => {
  const refused = { code: "PROCESSING_EPOCH_CHANGED", retryable: true };
  world = await childWith([{ id: "a", epoch: "e0" }]);
  await expect(pay("d", "a", 1n)).rejects.toMatchObject(refused);
  world = await childWith([{ id: "a" }], { node: { resyncThrough: 5n, settled: 4n } });
  await expect(world.ledger.topUp({ id: "t", accountId: "a", amount: 1n })).rejects.toMatchObject(refused);
  expect(await world.ledger.account("a")).toMatchObject({ available: 0n });
});

describe("with a way to the root", () => {
  const expiresAt = new Date("2026-02-01T00:00:00Z");

  /** A root that answers at once, or cannot be reached. */
  function remoteTo(root: LedgerWorld): Remote & { isReachable: boolean } {
    const remote = {
      isReachable: true,
      async execute(command: Command): Promise<CommandResult> {
        remote.check();
        return (await root.execute(command))[0] as CommandResult;
      },
      async find(id: string) {
        remote.check();
        return root.ledger.document(id);
      },
      check() {
        if (!remote.isReachable) throw new ProcessingError("PROCESSING_TRANSPORT_UNAVAILABLE", "No way.");
      },
    };
    return remote;
  }

  test("a document of another centre is refunded by the root, and stays not found while it cannot be reached", async () => {
    const root = await createLedgerWorld();
    await root.ledger.open({ id: "a", customerId: "anna", kind: "payment", currency: "RUB", creditLimit: 50n });
    await root.ledger.pay({ id: "d", total: 50n, currency: "RUB", from: { accountId: "a" } });
    const remote = remoteTo(root);
    world = await childWith([{ id: "a" }], { ledger: { remote } });
    remote.isReachable = false;
    await expect(world.ledger.refund({ id: "r", documentId: "d", amount: 20n })).rejects.toMatchObject({
      code: "PROCESSING_DOCUMENT_NOT_FOUND",
      retryable: true,
    });
    remote.isReachable = true;
    const refund = await world.ledger.refund({ id: "r", documentId: "d", amount: 20n });
    expect(await world.ledger.refund({ id: "r", documentId: "d", amount: 20n })).toEqual(refund);
    expect(await root.ledger.account("a")).toMatchObject({ balance: -30n });
  });

  test("a reservation is granted by the root, captured without it, and released at both", async () => {
    const root = await createLedgerWorld();
    await root.ledger.open({ id: "a", customerId: "anna", kind: "payment", currency: "RUB", spendMode: "reserve" });
    await root.ledger.topUp({ id: "t", accountId: "a", amount: 100n });
    const remote = remoteTo(root);
    world = await childWith([{ id: "a", spendMode: "reserve" }], { ledger: { remote } });
    const reserve = (id: string) =>
      world.ledger.reserve({ id, total: 40n, currency: "RUB", from: { accountId: "a" }, expiresAt });
    expect(await reserve("h1")).toMatchObject({ status: "open", nodeId: "till-1", total: 40n });
    expect(await reserve("h1")).toMatchObject({ status: "open" });
    await reserve("h2");
    await expect(reserve("h3")).rejects.toMatchObject({ code: "PROCESSING_INSUFFICIENT_FUNDS" });
    expect(await root.ledger.account("a")).toMatchObject({ reserved: 80n });

    await world.ledger.release({ id: "x", reservationId: "h2" });
    expect(await root.ledger.account("a")).toMatchObject({ reserved: 40n });
    remote.isReachable = false;
    const document = await world.ledger.capture({ id: "d", reservationId: "h1" });
    expect(document).toMatchObject({ total: 40n, reservationId: "h1" });
    expect(await world.ledger.account("a")).toMatchObject({ balance: 60n, reserved: 0n });
  });
});
