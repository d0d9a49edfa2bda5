/** What the process tells its caller; scripts branch on it. */
export const exitCode = {
  /** Everything was done. */
  ok: 0,
  /** Refused: a signature that does not verify, a document with violations, a failure of a service. */
  refused: 1,
  /** The call was wrong: an unknown option, a missing file. */
  usage: 2,
  /** Done in part: some rows were rejected, some payments were not loaded. */
  partial: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
