import { beforeEach, expect, test } from "vitest";
import { expireReservations } from "../../../src/ledger/expire-reservations.js";
import { checkConservation, createLedgerWorld, type LedgerWorld } from "../../ledger-world.js";

const expiresAt = new Date("2026-01-15T10:00:00Z");
let world: LedgerWorld;

beforeEach(async () => {
  world = await createLedgerWorld();
  const { ledger } = world;
  await ledger.open({ id: "b", customerId: "anna", kind: "bonus", currency: "RUB" });
  await ledger.open({ id: "p", customerId: "anna", kind: "payment", currency: "RUB" });
  await ledger.topUp({ id: "t-b", accountId: "b", amount: 30n });
  await ledger.topUp({ id: "t-p", accountId: "p", amount: 100n });
});

function reserve(id: string, total: bigint, nodeId?: string) {
  const scheme = [{ kind: "bonus" }, { kind: "payment" }];
  return world.ledger.reserve({
    id,
    total,
    currency: "RUB",
    from: { customerId: "anna", scheme },
    expiresAt,
    ...(nodeId === undefined ? {} : { nodeId }),
  });
}

test("a reservation holds money, and only what is left can be spent", async () => {
  const reservation = await reserve("h", 100n);
  expect(reservation).toMatchObject({ status: "open", nodeId: "root", total: 100n });
  expect(reservation.lines).toEqual([
    { accountId: "b", amount: 30n },
    { accountId: "p", amount: 70n },
  ]);
  expect(await world.ledger.account("p")).toMatchObject({ balance: 100n, reserved: 70n, available: 30n });
  await expect(
    world.ledger.pay({ id: "d", total: 31n, currency: "RUB", from: { accountId: "p" } }),
  ).rejects.toMatchObject({ code: "PROCESSING_INSUFFICIENT_FUNDS" });
});

test("capturing a part pays it in proportion, the unit left over on the last line, and releases the rest", async () => {
  await reserve("h", 100n);
  const document = await world.ledger.capture({ id: "d", reservationId: "h", amount: 55n });
  expect(document).toMatchObject({ kind: "payment", reservationId: "h", total: 55n });
  expect(document.postings.map(({ amount }) => amount)).toEqual([-16n, -39n]);
  expect(await world.ledger.account("p")).toMatchObject({ balance: 61n, reserved: 0n, available: 61n });
  await expect(world.ledger.capture({ id: "d2", reservationId: "h" })).rejects.toMatchObject({
    code: "PROCESSING_RESERVATION_ENDED",
    details: { reservationId: "h", status: "captured" },
  });
  await checkConservation(world.store);
});

test("more than is held cannot be captured", async () => {
  await reserve("h", 10n);
  await expect(world.ledger.capture({ id: "d", reservationId: "h", amount: 11n })).rejects.toMatchObject({
    code: "PROCESSING_INSUFFICIENT_FUNDS",
  });
});

test("a captured payment can be refunded like any other", async () => {
  await reserve("h", 100n);
  await world.ledger.capture({ id: "d", reservationId: "h" });
  const { postings } = await world.ledger.refund({ id: "r", documentId: "d", amount: 10n });
  expect(postings.map(({ amount }) => amount)).toEqual([3n, 7n]);
});

test("a released reservation gives the money back, once", async () => {
  await reserve("h", 100n);
  expect(await world.ledger.release({ id: "x", reservationId: "h" })).toMatchObject({ status: "released" });
  expect(await world.ledger.release({ id: "x", reservationId: "h" })).toMatchObject({ status: "released" });
  expect(await world.ledger.account("p")).toMatchObject({ reserved: 0n, available: 100n });
  await expect(world.ledger.release({ id: "y", reservationId: "h" })).rejects.toMatchObject({
    code: "PROCESSING_RESERVATION_ENDED",
  });
});

test("after its time a reservation has expired for whoever looks at it, and the duty gives its money back", async () => {
  await reserve("h1", 30n);
  await reserve("h2", 40n);
  world.clock.set(expiresAt);
  await expect(world.ledger.capture({ id: "d", reservationId: "h1" })).rejects.toMatchObject({
    code: "PROCESSING_RESERVATION_ENDED",
    details: { status: "expired" },
  });
  const run = () =>
    world.storage.background((transaction) => expireReservations(world.context, transaction, { limit: 1 }));
  expect([await run(), await run(), await run()]).toEqual([1, 1, 0]);
  expect(await world.ledger.account("p")).toMatchObject({ reserved: 0n });
  expect((await world.store.dump()).reservations.map(({ status }) => status)).toEqual(["expired", "expired"]);
});

test("a reservation for another node is captured there, not here", async () => {
  await reserve("h", 10n, "till-1");
  await expect(world.ledger.capture({ id: "d", reservationId: "h" })).rejects.toMatchObject({
    code: "PROCESSING_RESERVATION_NOT_FOUND",
  });
});

test("the end of a reservation lies in the future", async () => {
  world.clock.set(expiresAt);
  await expect(reserve("h", 10n)).rejects.toMatchObject({
    code: "PROCESSING_MALFORMED_DOCUMENT",
    details: { path: "/expiresAt" },
  });
});

test("reserving again with the same id returns the reservation as it is now", async () => {
  await reserve("h", 10n);
  await world.ledger.release({ id: "x", reservationId: "h" });
  expect(await reserve("h", 10n)).toMatchObject({ status: "released" });
  await expect(reserve("h", 11n)).rejects.toMatchObject({ code: "PROCESSING_IDEMPOTENCY_CONFLICT" });
});
