import { z } from "zod";
import { paymentEvents } from "./domain/events/loading-events.js";
import { localError } from "./domain/policy/local-error.js";
import type { Packet } from "./domain/records/packet.js";
import type { PaymentChange } from "./domain/records/payment-change.js";
import type { PaymentAnswer, PaymentRecord } from "./domain/records/payment-record.js";
import type { PaymentStatus } from "./domain/states/payment-status.js";
import { GisError } from "./errors.js";
import { checkOptions } from "./loading/check-options.js";
import { assertTransitions, commitChanges, commitPacket } from "./loading/commit-packet.js";
import { getPacket, getPayments, overtaken } from "./loading/find-records.js";
import type { LoadingContext } from "./loading/loading-context.js";

/** What a person found out about a payment at ГИС ЖКХ. */
export type PaymentSettlement =
  | {
      readonly sequence: number;
      readonly outcome: "loaded";
      /** As far as it can be read there; a supplier's payment can be cancelled only by its `uniqueNumber`. */
      readonly answer?: PaymentAnswer;
    }
  | { readonly sequence: number; readonly outcome: "not-loaded" };

/** What is to be settled. */
export interface SettlePaymentsOptions {
  readonly taskId: string;
  /** 1 to 500 payments in status `unknown`, `unanswered` or `rejected`. */
  readonly settlements: readonly PaymentSettlement[];
}

const sequence = z.number().int().min(0);
const answerSchema = z.strictObject({
  guid: z.string().max(36).optional(),
  uniqueNumber: z.string().min(1).max(100).optional(),
  updateDate: z.string().max(40).optional(),
});
const optionsSchema = z.strictObject({
  taskId: z.string(),
  settlements: z
    .array(
      z.discriminatedUnion("outcome", [
        z.strictObject({ sequence, outcome: z.literal("loaded"), answer: answerSchema.optional() }),
        z.strictObject({ sequence, outcome: z.literal("not-loaded") }),
      ]),
    )
    .min(1)
    .max(500)
    .refine((list) => new Set(list.map((entry) => entry.sequence)).size === list.length, "names a payment twice"),
});

const settleable: readonly PaymentStatus[] = ["unknown", "unanswered", "rejected"];

/**
 * Records what a person found out at ГИС ЖКХ about payments that the exchange left open. A packet in `unknown` is settled
 * as a whole: all of its open payments at once.
 *
 * @throws {@link GisError} `GIS_STATE_ILLEGAL` for payments in another status, or for a part of a packet in `unknown`;
 * `GIS_PAYMENT_NOT_FOUND`; `GIS_CONFLICT`; `GIS_OPTIONS_INVALID`.
 */
export async function settlePayments(context: LoadingContext, options: SettlePaymentsOptions): Promise<void> {
  checkOptions(optionsSchema, options, "settlePayments");
  const { taskId, settlements } = options;
  const records = await getPayments(
    context.store,
    taskId,
    settlements.map((settlement) => settlement.sequence),
  );
  const changes = records.map((record, index) => changeBy(record, settlements[index]));
  const packet = await packetToSettle(context, taskId, records);
  const isDone =
    packet === undefined
      ? await commitPayments(context, taskId, records, changes)
      : (await commitPacket(context, packet, { type: "settled" }, { members: records, payments: changes })) !==
        undefined;
  if (!isDone) throw overtaken(taskId);
}

function changeBy(record: PaymentRecord, settlement: PaymentSettlement | undefined): PaymentChange {
  const { sequence: number, status, taskId } = record;
  if (settlement === undefined || !settleable.includes(status)) {
    throw new GisError("GIS_STATE_ILLEGAL", `A payment in status "${status}" has nothing left to settle.`, {
      details: { taskId, sequence: number, status },
    });
  }
  const base = { sequence: number, from: status, attention: "none" } as const;
  if (settlement.outcome === "loaded") return { ...base, to: "loaded", answer: settlement.answer ?? {} };
  return { ...base, to: "rejected", errors: [notLoaded] };
}

const notLoaded = localError("GIS_SETTLED_NOT_LOADED", "A person found that ГИС ЖКХ does not have the payment.");

/** The packet in `unknown` that the payments are all the open ones of; `undefined` when they are in none. */
async function packetToSettle(
  { store }: LoadingContext,
  taskId: string,
  records: readonly PaymentRecord[],
): Promise<Packet | undefined> {
  const numbers = new Set(records.filter(({ status }) => status === "unknown").map(({ packetNumber }) => packetNumber));
  const packets = await Promise.all(
    [...numbers].flatMap((number) => (number === undefined ? [] : [getPacket(store, { taskId, number })])),
  );
  const open = packets.filter(({ state }) => state === "unknown");
  const [packet] = open;
  if (packet === undefined) return undefined;
  const members = await store.readMembers(packet);
  const waiting = members.filter(({ status }) => status === "unknown").map((member) => member.sequence);
  const named = new Set(records.map((record) => record.sequence));
  const others = records.some(({ packetNumber }) => packetNumber !== packet.number);
  if (open.length === 1 && !others && waiting.every((number) => named.has(number))) return packet;
  throw new GisError("GIS_STATE_ILLEGAL", "A packet in state unknown is settled as a whole, and by itself.", {
    details: { taskId, packetNumber: packet.number, open: waiting.length },
  });
}

async function commitPayments(
  context: LoadingContext,
  taskId: string,
  records: readonly PaymentRecord[],
  payments: readonly PaymentChange[],
): Promise<boolean> {
  assertTransitions({ taskId }, payments);
  const result = await commitChanges(context, { taskId, payments, drafts: paymentEvents(records, payments) });
  return result.status === "committed";
}
