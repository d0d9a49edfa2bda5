import type { StoreTransaction } from "../ports/store.js";

/** Something that waits for a person. */
export interface Problem {
  readonly kind: "suspension" | "failedRequest" | "failedExternalDocument";
  /** Id of the document or request. */
  readonly subject: string;
  /** Why: the reason of a suspension, the code of an error. */
  readonly code: string;
  readonly message: string;
  readonly at: Date;
}

/** How many documents wait for a person, each counted up to 10,000. */
export interface ProblemCounts {
  readonly suspensions: number;
  readonly failedRequests: number;
  readonly failedExternalDocuments: number;
}

const countMax = 10_000;

/** Everything that waits for a person, at most `limit` of each kind. */
export async function listProblems(transaction: StoreTransaction, limit: number): Promise<readonly Problem[]> {
  const { suspensions, requests, imports } = await readProblems(transaction, limit);
  return [
    ...suspensions.map(({ documentId, reason, subject, origin, recordedAtMs }) => ({
      kind: "suspension" as const,
      subject: documentId,
      code: reason,
      message: `A document of ${origin} stands on its suspense account: ${reason} ${subject}.`,
      at: new Date(recordedAtMs),
    })),
    ...requests.map(({ id, code, message, failedAtMs }) => ({
      kind: "failedRequest" as const,
      subject: id,
      code,
      message,
      at: new Date(failedAtMs),
    })),
    ...imports.map(({ documentId, code, message, atMs }) => ({
      kind: "failedExternalDocument" as const,
      subject: documentId,
      code,
      message,
      at: new Date(atMs),
    })),
  ];
}

/** Counts what waits for a person. */
export async function countProblems(transaction: StoreTransaction): Promise<ProblemCounts> {
  const { suspensions, requests, imports } = await readProblems(transaction, countMax);
  return {
    suspensions: suspensions.length,
    failedRequests: requests.length,
    failedExternalDocuments: imports.length,
  };
}

async function readProblems(transaction: StoreTransaction, limit: number) {
  return {
    suspensions: await transaction.range("suspensions", "byStatus", { prefix: ["open"], limit }),
    requests: await transaction.range("requestFailures", "key", { prefix: [], limit }),
    imports: await transaction.range("importResults", "byTime", { prefix: ["failed"], limit }),
  };
}
