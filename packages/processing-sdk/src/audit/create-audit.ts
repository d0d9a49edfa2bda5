import { z } from "zod";
import { checkOptions } from "../check-options.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { pageSizeSchema } from "../page-options.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { Audit, AuditContext, AuditFinding, AuditOptions } from "./audit.js";
import { auditAccounts } from "./audit-accounts.js";
import { auditCounters } from "./audit-counters.js";
import { auditDocuments } from "./audit-documents.js";
import { auditHolds } from "./audit-holds.js";
import { auditSuspense } from "./audit-suspense.js";
import { auditWatermarks } from "./audit-watermarks.js";

const optionsSchema = z.strictObject({
  storage: z.custom<NodeStorage>(),
  context: z.custom<LedgerContext>(),
  archive: z.custom<ProcessingArchive>().optional(),
  pageSize: pageSizeSchema.optional(),
});

const findingsMax = 1000;

/** Creates the audit of a node. */
export function createAudit(options: AuditOptions): Audit {
  checkOptions(optionsSchema, options, "createAudit");
  const { storage, context, archive, pageSize = 1000 } = options;
  return {
    async run({ signal, onFinding } = {}) {
      const findings: AuditFinding[] = [];
      let findingCount = 0;
      const audit: AuditContext = {
        storage,
        context,
        archive,
        pageSize,
        signal,
        report(finding) {
          findingCount += 1;
          if (findings.length < findingsMax) findings.push(finding);
          onFinding?.(finding);
        },
      };
      await auditCounters(audit);
      await auditWatermarks(audit);
      const { suspenseAccounts, ...accounts } = await auditAccounts(audit);
      const documents = await auditDocuments(audit);
      await auditHolds(audit);
      await auditSuspense(audit, suspenseAccounts);
      const isFinished = signal?.aborted !== true;
      return { ...accounts, documents, findings, findingCount, isFinished };
    },
  };
}
