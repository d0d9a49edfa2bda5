import { compareByDate, inOrder, isZero, type MatchEntry } from "./match-entry.js";
import type { MatchGroup } from "./match-group.js";
import type { ResolvedRules } from "./rules.js";
import type { LineNote, ReconciliationStage, ReconciliationStatus } from "./statuses.js";

/** One line of the result within its key: at most one row of each register. */
export interface KeyLine<Billing extends MatchEntry, Acquiring extends MatchEntry> {
  /** The day under which the line is reported, in days since 1970-01-01. */
  readonly day: number;
  readonly status: ReconciliationStatus;
  readonly stage: ReconciliationStage;
  /** Number of the group within its key, from 1: lines with the same key and number belong together. */
  readonly group: number;
  readonly billing: Billing | undefined;
  readonly acquiring: Acquiring | undefined;
  readonly notes: readonly LineNote[];
}

/** Number of a group, and what its lines depend on beside it. */
export interface GroupContext {
  readonly number: number;
  readonly rules: ResolvedRules;
  /** Rows that have an equal row in their own register. */
  readonly duplicated: ReadonlySet<MatchEntry>;
  /** Notes that hold for the whole group. */
  readonly groupNotes: readonly LineNote[];
}

/** Lays a group out in lines, the rows of both sides in order of their dates beside each other. */
export function linesOfGroup<Billing extends MatchEntry, Acquiring extends MatchEntry>(
  group: MatchGroup<Billing, Acquiring>,
  context: GroupContext,
): readonly KeyLine<Billing, Acquiring>[] {
  const { status, stage } = group;
  const billing = inOrder(group.billing, compareByDate);
  const acquiring = inOrder(group.acquiring, compareByDate);
  const lines: KeyLine<Billing, Acquiring>[] = [];
  for (let at = 0; at < Math.max(billing.length, acquiring.length); at += 1) {
    const charge = billing[at];
    const payment = acquiring[at];
    const [reported, other] = context.rules.reportedDay === "billing" ? [charge, payment] : [payment, charge];
    lines.push({
      day: reported?.day ?? other?.day ?? 0,
      status,
      stage,
      group: context.number,
      billing: charge,
      acquiring: payment,
      notes: notesOfLine(charge, payment, context),
    });
  }
  return lines;
}

function notesOfLine(
  charge: MatchEntry | undefined,
  payment: MatchEntry | undefined,
  { duplicated, groupNotes }: GroupContext,
): readonly LineNote[] {
  const notes: LineNote[] = [];
  if (charge && duplicated.has(charge)) notes.push("billing-duplicate");
  if (payment && duplicated.has(payment)) notes.push("acquiring-duplicate");
  if (isRefund(charge) || isRefund(payment)) notes.push("refund");
  if ((charge && isZero(charge)) || (payment && isZero(payment))) notes.push("zero");
  return notes.length === 0 ? groupNotes : [...notes, ...groupNotes];
}

function isRefund(entry: MatchEntry | undefined): boolean {
  return entry !== undefined && (entry.mainMinor < 0n || entry.fineMinor < 0n);
}
