/** What a run that ends reservations did. */
export interface ExpiryReport {
  readonly expired: number;
  /** Whether none was left whose time is over. */
  readonly isFinished: boolean;
}
