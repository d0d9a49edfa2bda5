import { expect, test } from "vitest";
import { createConnectionSlots } from "../../src/connection-slots.js";

const patient = { waitingMax: 10, waitMsMax: 60_000 };

test("places are handed on in the order of asking", async () => {
  const slots = createConnectionSlots({ ...patient, size: 1 });
  const order: string[] = [];
  const giveBack = await slots.take(undefined);
  const users = ["a", "b", "c"].map(async (name) => {
    const leave = await slots.take(undefined);
    order.push(name);
    leave();
  });
  giveBack();
  await Promise.all(users);
  expect(order).toEqual(["a", "b", "c"]);
});

test("a place given back twice is one place", async () => {
  const slots = createConnectionSlots({ ...patient, size: 1, waitMsMax: 1 });
  const giveBack = await slots.take(undefined);
  giveBack();
  giveBack();
  await slots.take(undefined);
  await expect(slots.take(undefined)).rejects.toMatchObject({ code: "SQL_UNAVAILABLE", retryable: true });
});

test("who waits too long is refused, and the place goes to the next", async () => {
  const slots = createConnectionSlots({ ...patient, size: 1, waitMsMax: 1 });
  const giveBack = await slots.take(undefined);
  await expect(slots.take(undefined)).rejects.toMatchObject({ code: "SQL_UNAVAILABLE" });
  giveBack();
  await expect(slots.take(undefined)).resolves.toBeTypeOf("function");
});

test("who is called off while waiting is forgotten", async () => {
  const slots = createConnectionSlots({ ...patient, size: 1 });
  const giveBack = await slots.take(undefined);
  const controller = new AbortController();
  const reason = new Error("called off");
  const waiting = slots.take(controller.signal);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  giveBack();
  await expect(slots.take(undefined)).resolves.toBeTypeOf("function");
  await expect(slots.take(AbortSignal.abort(reason))).rejects.toBe(reason);
});

test("no more may wait than allowed", async () => {
  const slots = createConnectionSlots({ size: 1, waitingMax: 1, waitMsMax: 60_000 });
  const giveBack = await slots.take(undefined);
  const waiting = slots.take(undefined);
  await expect(slots.take(undefined)).rejects.toMatchObject({ code: "SQL_OVERLOADED", retryable: true });
  giveBack();
  (await waiting)();
});
