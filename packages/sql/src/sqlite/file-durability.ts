/**
 * Why commits to a SQLite file would not survive a power failure. WAL with synchronous=NORMAL (1) syncs no commit at all,
 * and some builds (better-sqlite3) fall back to it at the first write although FULL (2) was reported before.
 */
export function fileDurabilityGap(readPragma: (pragma: string) => unknown): string | undefined {
  const synchronous = readPragma("synchronous");
  if (typeof synchronous !== "bigint" || synchronous < 2n) return `synchronous is ${String(synchronous)}, not FULL`;
  const journalMode = readPragma("journal_mode");
  if (journalMode === "off" || journalMode === "memory") return `journal_mode is ${journalMode}`;
  return undefined;
}
