import type { CustomerTotalsRecord } from "../domain/records/customer-totals-record.js";
import type { StoreTransaction } from "../ports/store.js";
import type { CustomerTotals, TotalsKey, TotalsPlace } from "./customer-totals.js";

/** Rows that the consumer has not confirmed, in the order of their keys. */
export async function readDirtyTotals(
  transaction: StoreTransaction,
  consumer: string,
  { after, limit }: { readonly after: TotalsPlace | undefined; readonly limit: number },
): Promise<readonly CustomerTotals[]> {
  const records = await transaction.range("customerTotals", "byStatus", {
    prefix: [consumer, "dirty"],
    limit,
    ...(after === undefined ? {} : { after: [after.clubId, after.customerId, after.currency] }),
  });
  return records.map(toTotals);
}

/** Marks rows that still have the version that was handed over. */
export async function confirmTotals(
  transaction: StoreTransaction,
  consumer: string,
  taken: readonly TotalsKey[],
): Promise<number> {
  // A row taken twice counts with what was taken last.
  const versions = new Map(taken.map((key) => [JSON.stringify(toKey(consumer, key)), key]));
  const wanted = [...versions.values()].map((key) => ({ key: toKey(consumer, key), version: key.version }));
  const records = await transaction.read(
    "customerTotals",
    wanted.map(({ key }) => key),
    { lock: "update" },
  );
  const confirmed = records.filter((record, index): record is CustomerTotalsRecord => {
    return record?.status === "dirty" && record.version === wanted[index]?.version;
  });
  const patch = confirmed.map(({ clubId, customerId, currency }) => ({
    consumer,
    clubId,
    customerId,
    currency,
    status: "confirmed" as const,
  }));
  await transaction.write([{ table: "customerTotals", patch }]);
  return confirmed.length;
}

/** One row. */
export async function findTotals(
  transaction: StoreTransaction,
  consumer: string,
  place: TotalsPlace,
): Promise<CustomerTotals | undefined> {
  const [record] = await transaction.read("customerTotals", [toKey(consumer, place)]);
  return record === undefined ? undefined : toTotals(record);
}

function toKey(consumer: string, { clubId, customerId, currency }: TotalsPlace) {
  return [consumer, clubId, customerId, currency] as const;
}

function toTotals(record: CustomerTotalsRecord): CustomerTotals {
  const { clubId, customerId, currency, version, total, byKind, changedAtMs } = record;
  const sums = Object.entries(JSON.parse(byKind) as Record<string, string>);
  return {
    clubId,
    customerId,
    currency,
    version,
    total,
    byKind: Object.fromEntries(sums.map(([kind, sum]) => [kind, BigInt(sum)])),
    changedAt: new Date(changedAtMs),
  };
}
