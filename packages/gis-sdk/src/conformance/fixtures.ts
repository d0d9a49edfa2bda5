import type { NewOutboxEvent } from "@opora/core";
import { expectThat } from "@opora/core/conformance";
import {
  businessKeyOf,
  type Exchange,
  type GisStore,
  type Packet,
  type PacketClaimRequest,
  type PacketKey,
  type PaymentBatch,
  type PaymentRecord,
  type StoreCommit,
  type SupplierPayment,
} from "@opora/gis-sdk";

/** The instant at which the cases begin; with milliseconds, which a store must keep. */
export const start = new Date("2026-01-15T09:00:00.123+03:00");

/** The instant `ms` milliseconds after the start. */
export function at(ms: number): Date {
  return new Date(start.getTime() + ms);
}

/** A UUID made of a name: the same name gives the same one. */
export function uuidOf(name: string): string {
  const hex = Array.from(name, (character) => character.charCodeAt(0).toString(16).padStart(2, "0"))
    .join("")
    .padEnd(32, "0");
  const tail = hex.slice(-32);
  return `${tail.slice(0, 8)}-${tail.slice(8, 12)}-${tail.slice(12, 16)}-${tail.slice(16, 20)}-${tail.slice(20)}`;
}

/** The organisation of a case: cases do not see each other's packets. */
export function organisationOf(taskId: string): string {
  return uuidOf(taskId.slice(-16));
}

/** A supplier's payment number `sequence` of a task. */
export function supplierPayment(sequence: number, amountKopecks = BigInt(sequence + 1) * 100n): SupplierPayment {
  return {
    profile: "supplier",
    transportGuid: uuidOf(`guid-${sequence}`),
    orderDate: "2026-01-15",
    serviceId: `00AA${String(sequence).padStart(6, "0")}-01`,
    amountKopecks,
  };
}

/** A payment record in `packed`. */
export function record(taskId: string, sequence: number, change: Partial<PaymentRecord> = {}): PaymentRecord {
  const payment = change.payment ?? supplierPayment(sequence);
  return {
    taskId,
    sequence,
    payment,
    businessKey: businessKeyOf(payment),
    status: "packed",
    packetNumber: 1,
    earlierSends: 0,
    errors: [],
    ...change,
  };
}

/** A packet in `formed`, due at the start. */
export function packet(taskId: string, number = 1, change: Partial<Packet> = {}): Packet {
  return {
    taskId,
    number,
    kind: "import",
    profile: "supplier",
    orgPpaGuid: organisationOf(taskId),
    size: 2,
    amountKopecks: 300n,
    state: "formed",
    revision: 0,
    attempt: 0,
    connectFailures: 0,
    exchanges: 0,
    nextSend: "rebuild",
    polls: 0,
    nextActionAt: start,
    ...change,
  };
}

/** Opens a task of the case. */
export function openTask(store: GisStore, taskId: string, packetSize = 2): Promise<unknown> {
  return store.openTask({
    id: taskId,
    profile: "supplier",
    orgPpaGuid: organisationOf(taskId),
    packetSize,
    createdAt: start,
  });
}

/** A batch of two payments with their packet. */
export function batch(taskId: string, number = 1, change: Partial<PaymentBatch> = {}): PaymentBatch {
  const from = (number - 1) * 2;
  return {
    taskId,
    number,
    digest: `digest-${number}`,
    packet: packet(taskId, number),
    payments: [from, from + 1].map((sequence) => record(taskId, sequence, { packetNumber: number })),
    ...change,
  };
}

/** A sealed task with `packets` packets of two payments each. */
export async function sealedTask(store: GisStore, taskId: string, packets = 1): Promise<void> {
  await openTask(store, taskId);
  for (let number = 1; number <= packets; number += 1) await store.addBatch(batch(taskId, number));
  await store.sealTask({ taskId, batches: packets, sealedAt: start, events: [] });
}

/** Asks for packets of the case that are to be sent. */
export function claim(
  store: GisStore,
  taskId: string,
  change: Partial<PacketClaimRequest> = {},
): Promise<readonly Packet[]> {
  return store.claimPackets({
    work: "send",
    orgPpaGuid: organisationOf(taskId),
    owner: "owner-a",
    now: start,
    leaseMs: 60_000,
    limit: 10,
    ...change,
  });
}

/** The packet as it is. */
export async function current(store: GisStore, taskId: string, number = 1): Promise<Packet> {
  const found = await store.findPacket({ taskId, number });
  expectThat(found !== undefined, `packet ${number} must be there`);
  return found;
}

/** Commits what must go through; returns the numbers of new packets. */
export async function committed(
  store: GisStore,
  commit: Omit<StoreCommit, "events"> & Partial<Pick<StoreCommit, "events">>,
): Promise<readonly number[]> {
  const result = await store.commit({ events: [], ...commit });
  expectThat(result.status === "committed", "the commit must go through");
  return result.newPacketNumbers;
}

/** Changes the packet of a case, whatever its state. */
export async function put(
  store: GisStore,
  taskId: string,
  change: Partial<Packet>,
  rest: Partial<StoreCommit> = {},
  number = 1,
): Promise<void> {
  const found = await current(store, taskId, number);
  await committed(store, { taskId, packet: { ...found, ...change }, ...rest });
}

/** A request of a packet. */
export function exchange(key: PacketKey, number: number, change: Partial<Exchange> = {}): Exchange {
  return {
    taskId: key.taskId,
    number: key.number,
    exchange: number,
    kind: "send",
    messageGuid: uuidOf(`message-${number}`),
    soapAction: '"urn:importSupplierNotificationsOfOrderExecution"',
    request: Uint8Array.of(0, 13, 10, 255, number),
    requestSha256: String(number).repeat(64).slice(0, 64),
    startedAt: at(number),
    ...change,
  };
}

/** An event of a case. */
export function event(id: string, key: string): NewOutboxEvent {
  return { id: uuidOf(id), name: "gis.test", key, payload: { version: 1 }, occurredAt: start };
}

/** Requires two values to be equal as JSON, with bigints, dates and bytes told apart. */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const left = canonical(actual);
  const right = canonical(expected);
  expectThat(left === right, `${what} must be ${right}, not ${left}`);
}

function canonical(value: unknown): string {
  if (value === undefined) return "absent";
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Date) return `date ${value.toISOString()}`;
  if (value instanceof Uint8Array) return `bytes ${[...value].join(",")}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, part]) => `${key}: ${canonical(part)}`).join(", ")}}`;
}
