/** Where the time comes from. The libraries read no clock of their own. */
export interface Clock {
  /** The current instant. */
  now(): Date;
}
