import type { LoadingPolicy, Packet, PaymentRecord, SupplierPayment } from "@opora/gis-sdk";
import { businessKeyOf, defaultLoadingPolicy } from "@opora/gis-sdk";

/** When the tests begin. */
export const start = new Date("2026-01-15T09:00:00+03:00");

/** The organisation of the tests. */
export const orgPpaGuid = "3a16bc99-3016-42cd-b088-52106be6fa99";

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** The instant `ms` milliseconds after the start. */
export function at(ms: number): Date {
  return new Date(start.getTime() + ms);
}

/** A packet as it is formed, with changes. */
export function packetWith(change: Partial<Packet> = {}): Packet {
  return {
    taskId: "task",
    number: 1,
    kind: "import",
    profile: "operator",
    orgPpaGuid,
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

/** A packet that GIS acknowledged at the start. */
export function ackedPacket(change: Partial<Packet> = {}): Packet {
  return packetWith({
    state: "acked",
    attempt: 1,
    messageGuid: "11111111-1111-4111-8111-111111111111",
    gisMessageGuid: "22222222-2222-4222-8222-222222222222",
    ackedAt: start,
    nextActionAt: at(10 * second),
    ...change,
  });
}

/** A supplier's payment. */
export function supplierPayment(sequence: number, change: Partial<SupplierPayment> = {}): SupplierPayment {
  return {
    profile: "supplier",
    transportGuid: `6f9619ff-8b86-4011-b42d-${String(sequence).padStart(12, "0")}`,
    orderDate: "2026-01-15",
    serviceId: `00АА${String(sequence).padStart(6, "0")}-01`,
    amountKopecks: BigInt(sequence + 1) * 100n,
    ...change,
  } as SupplierPayment;
}

/** A payment that left. */
export function sentPayment(sequence: number, change: Partial<PaymentRecord> = {}): PaymentRecord {
  const payment = change.payment ?? supplierPayment(sequence);
  return {
    taskId: "task",
    sequence,
    payment,
    businessKey: businessKeyOf(payment),
    status: "sent",
    packetNumber: 1,
    earlierSends: 0,
    errors: [],
    ...change,
  };
}

/** The default policy with changes. */
export function policyWith(change: Partial<LoadingPolicy> = {}): LoadingPolicy {
  return { ...defaultLoadingPolicy, ...change };
}
