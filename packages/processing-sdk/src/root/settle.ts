import type { FactOutcome } from "../domain/ledger/document-fact.js";

/** What a run of settling did. */
export interface SettleReport {
  readonly documents: number;
  /** How many documents came to which end. */
  readonly outcomes: Readonly<Record<FactOutcome, number>>;
  readonly pages: number;
  /** Whether everything that had been received was settled. */
  readonly isFinished: boolean;
}
