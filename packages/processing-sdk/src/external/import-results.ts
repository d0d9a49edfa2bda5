import type { ExternalDocumentRecord, ImportResultRecord } from "../domain/records/external-record.js";
import { ProcessingError } from "../errors.js";
import { checkLimit } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { ExternalKey, FailedImportsQuery, ImportResult } from "./external-documents.js";

/** Where an external document stands, by its row or by its result. */
export function toImportResult(record: ExternalDocumentRecord | ImportResultRecord): ImportResult {
  const { source, externalNumber, documentId, status } = record;
  const base = { source, externalNumber, documentId, status };
  if (!("atMs" in record)) return base;
  const at = new Date(record.atMs);
  return record.status === "failed" ? { ...base, code: record.code, message: record.message, at } : { ...base, at };
}

/** Where an external document stands. */
export function findImportResult(
  storage: NodeStorage,
  { source, externalNumber }: ExternalKey,
  options?: PortOptions,
): Promise<ImportResult | undefined> {
  return storage.snapshot(async (transaction) => {
    const key = [[source, externalNumber] as const];
    const [waiting] = await transaction.read("externalDocuments", key);
    const [result] = await transaction.read("importResults", key);
    const record = waiting?.status === "waiting" ? waiting : result;
    return record === undefined ? undefined : toImportResult(record);
  }, options);
}

/** Documents that failed, in the order of failing. */
export async function listFailedImports(
  storage: NodeStorage,
  { after, limit = 100 }: FailedImportsQuery,
  options?: PortOptions,
): Promise<readonly ImportResult[]> {
  checkLimit(limit, "ExternalDocuments.failures");
  const place = after?.at === undefined ? undefined : [after.at.getTime(), after.source, after.externalNumber];
  const results = await storage.snapshot(
    (transaction) =>
      transaction.range("importResults", "byTime", {
        prefix: ["failed"],
        limit,
        ...(place === undefined ? {} : { after: place }),
      }),
    options,
  );
  return results.map(toImportResult);
}

/** Puts a failed document back in line, at the place of its arrival. */
export function reprocessImport(
  storage: NodeStorage,
  { source, externalNumber }: ExternalKey,
  options?: PortOptions,
): Promise<void> {
  return storage.online(async (transaction) => {
    const key = [source, externalNumber] as const;
    const [document] = await transaction.read("externalDocuments", [key], { lock: "update" });
    if (document?.status !== "failed") {
      throw new ProcessingError(
        "PROCESSING_DOCUMENT_NOT_FOUND",
        "There is no failed external document of this number.",
      );
    }
    await transaction.write([
      { table: "externalDocuments", patch: [{ source, externalNumber, status: "waiting" }] },
      { table: "importResults", delete: [key] },
    ]);
  }, options);
}
