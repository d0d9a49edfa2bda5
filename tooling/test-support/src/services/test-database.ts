import { randomUUID } from "node:crypto";

/** An empty database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  /** Drops the database with everything in it; call it when the test is over. */
  dispose(): Promise<void>;
}

/** A name that no other test uses. */
export function newDatabaseName(): string {
  return `opora_test_${randomUUID().replaceAll("-", "")}`;
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** What went wrong, for the reason of a skipped test. */
export function reasonOf(error: unknown): string {
  // Node reports a refusal on several addresses as one error without a message of its own.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
