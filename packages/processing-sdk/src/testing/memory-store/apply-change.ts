import {
  type AnyRecord,
  type Change,
  checkKey,
  checkPatches,
  checkRecords,
  checkValues,
  ProcessingError,
  type RecordValue,
  tables,
} from "@opora/processing-sdk";
import type { MemoryTable } from "./memory-table.js";

/** Notes what a place held before it was changed. */
export type UndoLog = { readonly table: MemoryTable; readonly place: string; readonly held: AnyRecord | undefined }[];

/** Carries out one change; what it does before it throws is in the log. */
export function applyChange(table: MemoryTable, change: Change, log: UndoLog): void {
  const swap = (place: string, record: AnyRecord | undefined): void => {
    log.push({ table, place, held: table.swap(place, record) });
  };
  if ("insert" in change) {
    checkRecords(table.name, change.insert);
    for (const record of change.insert as readonly AnyRecord[]) {
      const place = table.placeOfRecord(record);
      if (table.get(place) !== undefined) throw existsAlready(table);
      swap(place, Object.freeze({ ...record }));
    }
  } else if ("put" in change) {
    checkRecords(table.name, change.put);
    for (const record of change.put as readonly AnyRecord[]) {
      swap(table.placeOfRecord(record), Object.freeze({ ...record }));
    }
  } else if ("patch" in change) {
    checkPatches(table.name, change.patch as readonly AnyRecord[]);
    for (const patch of change.patch as readonly AnyRecord[]) {
      const place = table.placeOfRecord(patch);
      const record = table.get(place);
      if (record === undefined) throw isMissing(table);
      swap(place, Object.freeze({ ...record, ...patch }));
    }
  } else if ("delete" in change) {
    for (const key of change.delete as readonly (readonly RecordValue[])[]) {
      checkKey(table.name, key);
      const place = table.placeOf(key);
      if (table.get(place) !== undefined) swap(place, undefined);
    }
  } else {
    const { prefix, through } = change.deleteThrough;
    checkValues(table.name, tables[table.name].key, [...prefix, through]);
    const covered = table.range("key", { prefix, through: [through], limit: Number.POSITIVE_INFINITY });
    for (const record of covered) swap(table.placeOfRecord(record), undefined);
  }
}

/** Puts everything back, the last change first. */
export function undo(log: UndoLog): void {
  for (let index = log.length - 1; index >= 0; index -= 1) {
    const { table, place, held } = log[index] as UndoLog[number];
    table.swap(place, held);
  }
}

function existsAlready({ name }: MemoryTable): ProcessingError {
  return new ProcessingError("PROCESSING_STORE_CONFLICT", `A record with this key is in ${name} already.`, {
    retryable: true,
    details: { table: name },
  });
}

function isMissing({ name }: MemoryTable): ProcessingError {
  return new ProcessingError("PROCESSING_STORE_CORRUPT", `A record that was to be changed is not in ${name}.`, {
    details: { table: name },
  });
}
