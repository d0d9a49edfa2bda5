import type { PaymentChange } from "@opora/gis-sdk";
import type { SqlTransaction } from "@opora/sql";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { jsonOrNull } from "./packet-rows.js";
import { errorRows, paymentColumns } from "./payment-rows.js";
import { gisTables, inStatements, StaleRecords } from "./statements.js";
import type { GisTables, Row } from "./tables.js";

/** Columns whose values differ from payment to payment; all of them hold text. */
type OwnColumns = Partial<
  Pick<Row<"gis_payment">, "answer" | "cancellation" | "transport_guid" | "business_key" | "payment">
>;

/** Columns whose values many payments share. */
type SharedColumns = Partial<
  Pick<Row<"gis_payment">, "status" | "attention" | "packet_number" | "earlier_sends" | "amount_kopecks">
>;

interface PaymentUpdate {
  readonly sequence: bigint;
  readonly from: string;
  readonly shared: SharedColumns;
  readonly own: OwnColumns;
}

/**
 * Changes payments, each in the status given.
 *
 * Payments that change alike share a statement: a packet of 500 results takes a handful instead of 500.
 *
 * @throws {@link StaleRecords} when one of them has another status.
 */
export async function changePayments(
  transaction: SqlTransaction,
  taskId: string,
  changes: readonly PaymentChange[],
  newPacketNumbers: readonly number[],
): Promise<void> {
  const tables = gisTables(transaction);
  const updates = changes.map((change) => updateOf(change, newPacketNumbers));
  for (const group of groupsOf(updates)) {
    for (const part of inStatements(group)) await update(tables, taskId, part);
  }
  await addErrors(tables, taskId, changes);
}

function updateOf(change: PaymentChange, newPacketNumbers: readonly number[]): PaymentUpdate {
  const { move, answer, attention, cancellation } = change;
  const replaced = move?.replacement === undefined ? undefined : paymentColumns(move.replacement);
  const number = move === undefined ? undefined : newPacketNumbers[move.newPacket];
  return {
    sequence: BigInt(change.sequence),
    from: change.from,
    shared: {
      status: change.to,
      ...(attention === undefined ? {} : { attention: attention === "none" ? null : attention }),
      ...(move === undefined || number === undefined
        ? {}
        : { packet_number: BigInt(number), earlier_sends: BigInt(move.earlierSends) }),
      ...(replaced === undefined ? {} : { amount_kopecks: replaced.amount_kopecks }),
    },
    own: {
      ...(answer === undefined ? {} : { answer: jsonOrNull(answer) }),
      ...(cancellation === undefined ? {} : { cancellation: jsonOrNull(cancellation) }),
      ...(replaced === undefined
        ? {}
        : {
            transport_guid: replaced.transport_guid,
            business_key: replaced.business_key,
            payment: replaced.payment,
          }),
    },
  };
}

function groupsOf(updates: readonly PaymentUpdate[]): readonly (readonly PaymentUpdate[])[] {
  const groups = new Map<string, PaymentUpdate[]>();
  for (const entry of updates) {
    const shared = Object.entries(entry.shared).map(([column, value]) => `${column}=${String(value)}`);
    const key = [entry.from, ...shared, ...Object.keys(entry.own)].join("|");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}

/** Changes payments that share everything but the values of their own columns, in one statement. */
async function update(tables: Kysely<GisTables>, taskId: string, group: readonly PaymentUpdate[]): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const columns = Object.keys(first.own) as (keyof OwnColumns)[];
  const result = await tables
    .updateTable("gis_payment")
    .set({ ...first.shared, ...Object.fromEntries(columns.map((column) => [column, valueBySequence(group, column)])) })
    .where("task_id", "=", taskId)
    .where("status", "=", first.from)
    .where(
      "sequence",
      "in",
      group.map(({ sequence }) => sequence),
    )
    .executeTakeFirst();
  if (result.numUpdatedRows !== BigInt(group.length)) throw new StaleRecords();
}

function valueBySequence(group: readonly PaymentUpdate[], column: keyof OwnColumns): RawBuilder<string | null> {
  const cases = group.map(({ sequence, own }) => sql`when ${sequence} then ${own[column] ?? null}`);
  return sql`case sequence ${sql.join(cases, sql` `)} end`;
}

async function addErrors(tables: Kysely<GisTables>, taskId: string, changes: readonly PaymentChange[]): Promise<void> {
  for (const part of inStatements(changes.filter(({ errors = [] }) => errors.length > 0))) {
    const counted = await tables
      .selectFrom("gis_payment_error")
      .select((error) => ["sequence", error.fn.countAll<bigint>().as("errors")])
      .where("task_id", "=", taskId)
      .where(
        "sequence",
        "in",
        part.map(({ sequence }) => BigInt(sequence)),
      )
      .groupBy("sequence")
      .execute();
    const known = new Map(counted.map((row) => [Number(row.sequence), Number(row.errors)]));
    const rows = part.flatMap(({ sequence, errors = [] }) =>
      errorRows({ taskId, sequence }, errors, known.get(sequence) ?? 0),
    );
    for (const some of inStatements(rows)) await tables.insertInto("gis_payment_error").values(some).execute();
  }
}
