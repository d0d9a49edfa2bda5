import type { DocumentRecord } from "../records/document-record.js";

/**
 * What tells a document from every other that may stand under its number. The id alone does not: after a restore from a
 * backup a child may be asked again for what it had lost, and record it under the old number with others before it.
 */
export function documentToken({ id, run }: Pick<DocumentRecord, "id" | "run">): string {
  return `${run}/${id}`;
}
