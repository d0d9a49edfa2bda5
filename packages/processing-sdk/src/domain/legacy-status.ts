import type { DocumentState } from "./document.js";

/** Numbers by which the seed's tables of documents tell how far they have come. */
export type LegacyDocumentStatus = 0 | 1 | 2 | 3 | 999 | 1000 | 1001;

const documentStatuses: Readonly<Record<DocumentState, LegacyDocumentStatus>> = {
  recorded: 0,
  received: 0,
  "rejected:malformed": 1,
  "suspended:unknown-account": 2,
  "suspended:account-state": 3,
  archiveOnly: 999,
  settled: 1000,
  archived: 1001,
};

/**
 * The number that `AccountDocSync.UPDATENUM` would have: 0 new, 1 incomplete, 2 account not found, 3 wrong state of an
 * account, 999 done and for the archive only, 1000 done, 1001 archived.
 */
export function toLegacyStatus(state: DocumentState): LegacyDocumentStatus {
  return documentStatuses[state];
}

/** Numbers by which the seed's table of offline requests tells how far they have come. */
export type LegacyRequestStatus = 0 | -1 | -2;

const requestStatuses = { waiting: 0, incomplete: -1, failed: -2 } as const satisfies Record<
  string,
  LegacyRequestStatus
>;

/** The number that `PCRequestEx.UPDATENUM` would have: 0 new, −1 incomplete, −2 in the list of problems. */
export function toLegacyRequestStatus(status: keyof typeof requestStatuses): LegacyRequestStatus {
  return requestStatuses[status];
}
