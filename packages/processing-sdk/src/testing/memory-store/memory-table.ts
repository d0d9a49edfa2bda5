import {
  type AnyRecord,
  fieldsOf,
  orderFields,
  type RangeQuery,
  type RecordValue,
  type TableName,
  tables,
} from "@opora/processing-sdk";
import { createSortKey, type SortKey } from "./sort-key.js";
import { createSortedEntries, type Entry, type SortedEntries } from "./sorted-entries.js";

/** The records of one table, in every order. */
export interface MemoryTable {
  readonly name: TableName;
  /** The place of a record: its key as a text. */
  placeOf(key: readonly RecordValue[]): string;
  placeOfRecord(record: AnyRecord): string;
  get(place: string): AnyRecord | undefined;
  /** Puts a record in a place, or with `undefined` empties it; returns what was there. */
  swap(place: string, record: AnyRecord | undefined): AnyRecord | undefined;
  range(order: string, query: RangeQuery): AnyRecord[];
  /** All records, by key. */
  all(): AnyRecord[];
  clear(): void;
}

interface Order {
  readonly fields: readonly string[];
  readonly sortKey: SortKey;
  readonly entries: SortedEntries;
}

/** Creates the empty table. */
export function createMemoryTable(name: TableName): MemoryTable {
  const byPlace = new Map<string, Entry>();
  const orderOf = (order: string): Order => {
    const fields = orderFields(name, order);
    const types = fields.map((field) => fieldsOf(name)[field]?.type ?? "text");
    return { fields, sortKey: createSortKey(types), entries: createSortedEntries() };
  };
  const byKey = orderOf("key");
  const indexes = new Map(Object.keys(tables[name].indexes).map((index) => [index, orderOf(index)]));

  const keyIn = ({ fields, sortKey }: Order, record: AnyRecord): string =>
    sortKey(fields.map((field) => record[field] as RecordValue));

  function add(place: string, record: AnyRecord): void {
    const entry: Entry = { record };
    byPlace.set(place, entry);
    byKey.entries.add(place, entry);
    for (const index of indexes.values()) index.entries.add(keyIn(index, record) + place, entry);
  }

  function remove(place: string, record: AnyRecord): void {
    byPlace.delete(place);
    byKey.entries.remove(place);
    for (const index of indexes.values()) index.entries.remove(keyIn(index, record) + place);
  }

  function replace(place: string, entry: Entry, record: AnyRecord): void {
    const replaced = entry.record;
    entry.record = record;
    for (const index of indexes.values()) {
      if (index.fields.every((field) => replaced[field] === record[field])) continue;
      index.entries.remove(keyIn(index, replaced) + place);
      index.entries.add(keyIn(index, record) + place, entry);
    }
  }

  return {
    name,
    placeOf: byKey.sortKey,
    placeOfRecord: (record) => keyIn(byKey, record),
    get: (place) => byPlace.get(place)?.record,
    swap(place, record) {
      const entry = byPlace.get(place);
      const replaced = entry?.record;
      if (entry === undefined) {
        if (record !== undefined) add(place, record);
      } else if (record === undefined) remove(place, entry.record);
      else replace(place, entry, record);
      return replaced;
    },
    range(order, { prefix, after, through, limit, direction = "ascending" }) {
      const { sortKey, entries } = order === "key" ? byKey : (indexes.get(order) as Order);
      const bound = (values: readonly RecordValue[] | undefined): string | undefined =>
        values === undefined ? undefined : sortKey([...prefix, ...values]);
      return entries.range({
        prefix: sortKey(prefix),
        after: bound(after),
        through: bound(through),
        limit,
        direction,
      });
    },
    all: () =>
      byKey.entries.range({
        prefix: "",
        after: undefined,
        through: undefined,
        limit: Number.POSITIVE_INFINITY,
        direction: "ascending",
      }),
    clear() {
      byPlace.clear();
      byKey.entries.clear();
      for (const index of indexes.values()) index.entries.clear();
    },
  };
}
