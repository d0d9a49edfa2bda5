/** What every program of this benchmark prints as JSON. */
export interface JoinOutcome {
  /** Roubles with two decimals. */
  readonly billingSum: string;
  readonly acquiringSum: string;
  /** Lines of the full outer join. */
  readonly rows: number;
  /** Lines whose components agree. */
  readonly matched: number;
  /** Most memory that the process held, in KiB. */
  readonly peakKib: number;
}
