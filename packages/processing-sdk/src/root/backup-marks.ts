/** What a backup holds at least. Plain JSON. */
export type BackupMark = {
  readonly version: 1;
  /** Of the root when the mark was made: a mark of another epoch is refused. */
  readonly epoch: string;
  /** By origin: its documents up to this sequence number are settled. Decimal strings. */
  readonly origins: Readonly<Record<string, string>>;
  /** By shard: the last document of the root. Decimal strings. */
  readonly documents: Readonly<Record<string, string>>;
};

/** The counter that says by shard up to which document a backup of the root is confirmed. */
export const backedUpDocuments = "backup:documents";
