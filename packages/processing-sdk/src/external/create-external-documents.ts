import { z } from "zod";
import { checkOptions } from "../check-options.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { pageCountSchema, toPagedRun } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { addExternalDocument } from "./add-external-document.js";
import type { ExternalDocuments, ExternalDocumentsOptions } from "./external-documents.js";
import { findImportResult, listFailedImports, reprocessImport } from "./import-results.js";
import { runImport } from "./run-import.js";

const pageSizeMax = 1000;

const optionsSchema = z.strictObject({
  storage: z.custom<NodeStorage>(),
  context: z.custom<LedgerContext>(),
  archive: z.custom<ProcessingArchive>().optional(),
  pageSize: z.number().int().min(1).max(pageSizeMax).optional(),
  maxPages: pageCountSchema.optional(),
});

/** Opens the external documents of a root. */
export function createExternalDocuments(options: ExternalDocumentsOptions): ExternalDocuments {
  checkOptions(optionsSchema, options, "createExternalDocuments");
  const { storage, context, archive, pageSize = pageSizeMax, maxPages = 20 } = options;
  return {
    add: (document, portOptions) => addExternalDocument(storage, context, document, portOptions),
    run: (pages = {}) =>
      runImport(
        { storage, context, archive },
        toPagedRun(pages, { pageSize, maxPages, pageSizeMax }, "ExternalDocuments.run"),
      ),
    find: (key, portOptions) => findImportResult(storage, key, portOptions),
    failures: (query = {}, portOptions) => listFailedImports(storage, query, portOptions),
    reprocess: (key, portOptions) => reprocessImport(storage, key, portOptions),
  };
}
