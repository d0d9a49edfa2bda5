import { isCalendarDate, parseMinorUnits } from "@opora/core";
import type { NumberedRow, ReconciliationLine } from "../../../domain/reconciliation/reconciliation.js";
import type { RegisterSide, RowKey } from "../../../domain/reconciliation/register-row.js";
import { lineNotes, reconciliationStages, reconciliationStatuses } from "../../../domain/reconciliation/statuses.js";
import { resultColumns } from "../writing/result-lines.js";

type ResultColumn = (typeof resultColumns)[number];

/**
 * Turns the fields of a line of the result back into what was written.
 * @throws Error when a field is not what is written there.
 */
export function parseResultLine(fields: readonly string[]): ReconciliationLine {
  if (fields.length !== resultColumns.length) throw new Error(`It has ${fields.length} fields.`);
  const field = (column: ResultColumn): string => fields[resultColumns.indexOf(column)] ?? "";
  const key = { billNumber: field("bill_number"), supplierId: field("supp_id"), serviceId: field("serv_id") };
  const billing = parseRow("billing", key, field);
  const acquiring = parseRow("acquiring", key, field);
  const notes = field("notes");
  return {
    date: parseDate(field("date")),
    key,
    status: oneOf(reconciliationStatuses, field("status")),
    stage: oneOf(reconciliationStages, field("stage")),
    group: parseNumber(field("group")),
    ...(billing ? { billing } : {}),
    ...(acquiring ? { acquiring } : {}),
    notes: notes === "" ? [] : notes.split(" ").map((note) => oneOf(lineNotes, note)),
  };
}

function parseRow(side: RegisterSide, key: RowKey, field: (column: ResultColumn) => string): NumberedRow | undefined {
  const date = field(`${side}_date`);
  if (date === "") return undefined;
  return {
    row: {
      ...key,
      date: parseDate(date),
      mainMinor: parseAmount(field(`${side}_main_sum`)),
      fineMinor: parseAmount(field(`${side}_fine_sum`)),
    },
    line: parseNumber(field(`${side}_line`)),
  };
}

function parseDate(text: string): ReconciliationLine["date"] {
  if (!isCalendarDate(text)) throw new Error("A date is not a date.");
  return text;
}

function parseAmount(text: string): bigint {
  return parseMinorUnits(text.replace(",", "."), 2);
}

function parseNumber(text: string): number {
  if (!/^[1-9][0-9]{0,9}$/.test(text)) throw new Error("A number is not a number.");
  return Number(text);
}

function oneOf<const Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((known) => known === text);
  if (word === undefined) throw new Error("A status, stage or note is unknown.");
  return word;
}
