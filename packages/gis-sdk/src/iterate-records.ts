import type { Packet } from "./domain/records/packet.js";
import type { PaymentRecord } from "./domain/records/payment-record.js";
import type { PacketState } from "./domain/states/packet-state.js";
import type { PaymentStatus } from "./domain/states/payment-status.js";
import type { GisStore } from "./ports/gis-store.js";

/** Records to a page. */
const pageSize = 500;

/** Every payment of a task, or those in some statuses, by sequence; read page by page. */
export async function* iteratePayments(
  store: GisStore,
  taskId: string,
  statuses?: readonly PaymentStatus[],
): AsyncGenerator<PaymentRecord> {
  let afterSequence: number | undefined;
  for (;;) {
    const page = await store.listPayments({ taskId, statuses, afterSequence, limit: pageSize });
    yield* page;
    if (page.length < pageSize) return;
    afterSequence = page.at(-1)?.sequence;
  }
}

/** Every packet of a task, or those in some states, by number; read page by page. */
export async function* iteratePackets(
  store: GisStore,
  taskId: string,
  states?: readonly PacketState[],
): AsyncGenerator<Packet> {
  let afterNumber: number | undefined;
  for (;;) {
    const page = await store.listPackets({ taskId, states, afterNumber, limit: pageSize });
    yield* page;
    if (page.length < pageSize) return;
    afterNumber = page.at(-1)?.number;
  }
}
