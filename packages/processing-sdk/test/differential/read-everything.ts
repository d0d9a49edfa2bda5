import { type ProcessingStore, type RecordValue, type TableName, tables } from "@opora/processing-sdk";

/** What a store holds, as lines that can be compared: table by table, record by record in the order of the keys. */
export async function readEverything(store: ProcessingStore): Promise<readonly string[]> {
  const names = Object.keys(tables).sort() as TableName[];
  return store.transaction("snapshot", async (transaction) => {
    const lines: string[] = [];
    for (const name of names) {
      const key: readonly string[] = tables[name].key;
      for (let after: readonly RecordValue[] | undefined; ; ) {
        const bounds = after === undefined ? {} : { after };
        const page = await transaction.range(name, "key", { prefix: [], limit: pageSize, ...bounds });
        for (const record of page) lines.push(`${name} ${JSON.stringify(withSortedFields(record), plain)}`);
        if (page.length < pageSize) break;
        const last: Readonly<Record<string, RecordValue>> | undefined = page.at(-1);
        after = key.map((field) => last?.[field] ?? null);
      }
    }
    return lines;
  });
}

/** Small, so that a comparison also goes over the borders of pages. */
const pageSize = 50;

/** The same fields in the order of their names. */
export function withSortedFields(record: object): object {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Integers keep their type in the text: `5n` is not `5`. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}
