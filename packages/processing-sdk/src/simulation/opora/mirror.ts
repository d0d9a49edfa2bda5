import { type Change, type Records, type RecordValue, type TableName, tables } from "@opora/processing-sdk";
import type { StoreDump } from "@opora/processing-sdk/testing";

/** The tables that the onlooker follows. */
const watched = [
  "accounts",
  "allotments",
  "documents",
  "externalDocuments",
  "inbox",
  "node",
  "origins",
  "requests",
  "suspensions",
] as const;

type Watched = (typeof watched)[number];

/** What the onlooker has seen committed in the store of one node. */
export type Mirror = { readonly [Table in Watched]: ReadonlyMap<string, Records[Table]> } & {
  /** Follows a commit; returns what it put and what it removed. */
  follow(changes: readonly Change[]): Commit;
  /** Begins anew from a backup. */
  replaceBy(dump: StoreDump): void;
};

/** What a transaction did to the tables that are followed: for each record the last word. */
export interface Commit {
  readonly put: { readonly [Table in Watched]: readonly Records[Table][] };
  /** Documents that were there before the commit, and were not afterwards. */
  readonly removedDocuments: readonly Records["documents"][];
  /** Documents that were not there before. */
  readonly newDocuments: readonly Records["documents"][];
  /** Suspensions that were not there before. */
  readonly newSuspensions: readonly Records["suspensions"][];
}

type Row = Readonly<Record<string, RecordValue>>;

const nothingPut = Object.fromEntries(watched.map((table) => [table, []]));

/** Creates a mirror that has seen nothing. */
export function createMirror(): Mirror {
  const byTable = Object.fromEntries(watched.map((table) => [table, new Map<string, Row>()])) as Record<
    Watched,
    Map<string, Row>
  >;
  return {
    ...(byTable as unknown as { readonly [Table in Watched]: ReadonlyMap<string, Records[Table]> }),
    follow(changes) {
      const put: Partial<Record<Watched, Row[]>> = {};
      const removed: Row[] = [];
      const fresh: Record<"documents" | "suspensions", Row[]> = { documents: [], suspensions: [] };
      for (const change of changes) {
        const rows = byTable[change.table as Watched] as Map<string, Row> | undefined;
        if (rows === undefined) continue;
        const table = change.table as Watched;
        for (const row of newRows(change, table, rows)) {
          const key = keyOf(table, row);
          if ((table === "documents" || table === "suspensions") && !rows.has(key)) fresh[table].push(row);
          rows.set(key, row);
          const rowsPut = put[table] ?? [];
          rowsPut.push(row);
          put[table] = rowsPut;
        }
        for (const key of removedKeys(change, table, rows)) {
          const row = rows.get(key);
          if (row !== undefined && table === "documents") removed.push(row);
          rows.delete(key);
        }
      }
      return {
        put: { ...nothingPut, ...put },
        removedDocuments: removed,
        newDocuments: fresh.documents,
        newSuspensions: fresh.suspensions,
      } as unknown as Commit;
    },
    replaceBy(dump) {
      for (const table of watched) {
        const rows = byTable[table];
        rows.clear();
        for (const row of dump[table] as readonly Row[]) rows.set(keyOf(table, row), row);
      }
    },
  };
}

function newRows(change: Change, table: TableName, rows: ReadonlyMap<string, Row>): readonly Row[] {
  if ("insert" in change) return change.insert as readonly Row[];
  if ("put" in change) return change.put as readonly Row[];
  if (!("patch" in change)) return [];
  return (change.patch as readonly Row[]).map((patch) => ({ ...rows.get(keyOf(table, patch)), ...patch }));
}

function removedKeys(change: Change, table: TableName, rows: ReadonlyMap<string, Row>): readonly string[] {
  if ("delete" in change) return (change.delete as readonly (readonly RecordValue[])[]).map((key) => key.join("\0"));
  if (!("deleteThrough" in change)) return [];
  const { prefix, through } = change.deleteThrough;
  const fields = tables[table].key as readonly string[];
  const isCovered = (row: Row): boolean =>
    prefix.every((value, index) => row[fields[index] as string] === value) &&
    (row[fields[prefix.length] as string] as bigint) <= (through as bigint);
  return [...rows].filter(([, row]) => isCovered(row)).map(([key]) => key);
}

const keyOf = (table: TableName, row: Row): string => {
  const fields = tables[table].key as readonly string[];
  return fields.length === 1 ? String(row[fields[0] as string]) : fields.map((field) => row[field]).join("\0");
};
