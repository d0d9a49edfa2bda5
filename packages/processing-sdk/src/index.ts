/**
 * Accounts in a root processing centre and its children: a ledger that works offline at a branch and merges by movements.
 *
 * @packageDocumentation
 */
export { createInProcessListener, type InProcessListener } from "./adapters/in-process/in-process-listener.js";
export {
  createInProcessTransport,
  type InProcessTransportOptions,
} from "./adapters/in-process/in-process-transport.js";
export { systemPause } from "./adapters/system/system-pause.js";
export type { ArchiveReport } from "./archive/archiver.js";
export type { Audit, AuditFinding, AuditFindingKind, AuditReport, AuditRunOptions, AuditSum } from "./audit/audit.js";
export type { ComparisonReport } from "./audit/compare-with-root.js";
export type { Divergence } from "./audit/find-divergences.js";
export { checkOptions } from "./check-options.js";
export type { AcceptReport, ChildSync, SyncReport } from "./child/child-sync.js";
export type { CleanupReport } from "./cleanup/cleanup.js";
export type { RetainedReason } from "./cleanup/coverage.js";
export type { Account, AccountKind, AccountScope, SpendMode } from "./domain/account.js";
export { commandFromJson, commandToJson } from "./domain/command-json.js";
export type { CommandProduct, CommandResult } from "./domain/command-result.js";
export type {
  AccountParameters,
  Adjust,
  Allot,
  Cancel,
  Capture,
  ChangeParameters,
  Command,
  CommandIdentity,
  MovementCommand,
  MovementDetails,
  OpenAccount,
  Pay,
  Refund,
  Release,
  Reserve,
  TopUp,
  Transfer,
} from "./domain/commands.js";
export type { DocumentKind, DocumentState, MovementDocument, Posting } from "./domain/document.js";
export type { FactOutcome } from "./domain/ledger/document-fact.js";
export type { LedgerRules } from "./domain/ledger/ledger-rules.js";
export {
  type SchemeAccount,
  type SchemePartOutcome,
  type SchemeSplit,
  splitByScheme,
} from "./domain/ledger/split-by-scheme.js";
export {
  type LegacyDocumentStatus,
  type LegacyRequestStatus,
  toLegacyRequestStatus,
  toLegacyStatus,
} from "./domain/legacy-status.js";
export { type Envelope, type EnvelopeType, protocolVersion } from "./domain/protocol/envelope.js";
export {
  decodeEnvelope,
  defaultMaxEnvelopeBytes,
  type EnvelopeLimits,
  encodeEnvelope,
  largestMaxEnvelopeBytes,
} from "./domain/protocol/envelope-codec.js";
export type { AccountRecord } from "./domain/records/account-record.js";
export type { AllotmentRecord } from "./domain/records/allotment-record.js";
export { checkRange, checkRangeEach, orderFields, type RangeBounds } from "./domain/records/check-range.js";
export {
  type AnyRecord,
  checkKey,
  checkPatches,
  checkRecord,
  checkRecords,
  checkValues,
  fieldsOf,
} from "./domain/records/check-record.js";
export type { CounterRecord } from "./domain/records/counter-record.js";
export type { CustomerTotalsRecord } from "./domain/records/customer-totals-record.js";
export type { DocumentRecord } from "./domain/records/document-record.js";
export type { EventRecord } from "./domain/records/event-record.js";
export type { ExternalDocumentRecord, ImportResultRecord } from "./domain/records/external-record.js";
export type { InboxRecord } from "./domain/records/inbox-record.js";
export type { NodeRecord } from "./domain/records/node-record.js";
export type { OpeningRecord } from "./domain/records/opening-record.js";
export type { OriginRecord } from "./domain/records/origin-record.js";
export type { PostingRecord } from "./domain/records/posting-record.js";
export type { Field, FieldType, RecordValue, TableDefinition } from "./domain/records/record-value.js";
export type { RegistryRecord } from "./domain/records/registry-record.js";
export type { RequestFailureRecord, RequestLineRecord, RequestRecord } from "./domain/records/request-record.js";
export type { ReservationRecord } from "./domain/records/reservation-record.js";
export type { SuspensionRecord } from "./domain/records/suspension-record.js";
export {
  type FieldValues,
  type OrderName,
  type RecordKey,
  type Records,
  type TableName,
  tables,
} from "./domain/records/tables.js";
export type { Reservation, ReservationStatus } from "./domain/reservation.js";
export type { PaymentScheme, SchemePart } from "./domain/scheme.js";
export {
  type CommandOutcome,
  ProcessingError,
  type ProcessingErrorCode,
  type ProcessingErrorOptions,
} from "./errors.js";
export type { EventLog, NodeEvent, RelayOptions, RelayReport } from "./events/event-log.js";
export { externalDocumentId } from "./external/external-document-id.js";
export type {
  ExternalCommand,
  ExternalDocument,
  ExternalDocuments,
  ExternalKey,
  FailedImportsQuery,
  ImportReport,
  ImportResult,
  WithoutId,
} from "./external/external-documents.js";
export type { Arguments, HistoryEntry, HistoryQuery, Ledger } from "./ledger/ledger.js";
export type { Metric, MetricSample } from "./monitor/metric.js";
export type { Monitor, StoreSize } from "./monitor/monitor.js";
export type { Problem, ProblemCounts } from "./monitor/problems.js";
export type { ChildStatus, NodeStatus, OriginStatus } from "./monitor/read-status.js";
export type { ChildNode } from "./node/child-node.js";
export { createChildNode } from "./node/create-child-node.js";
export { createRootNode } from "./node/create-root-node.js";
export type { Cycle } from "./node/cycle.js";
export type { ExpiryReport } from "./node/expire-reservations.js";
export type { ChildNodeOptions, NodeOptions, RootNodeOptions } from "./node/node-options.js";
export type { RootNode } from "./node/root-node.js";
export type { PageOptions } from "./page-options.js";
export type { ArchiveContent, ArchivedPostingsQuery, ProcessingArchive } from "./ports/archive.js";
export type { Pause } from "./ports/pause.js";
export type { Remote } from "./ports/remote.js";
export type {
  Change,
  PortOptions,
  ProcessingStore,
  RangeQuery,
  StoreTransaction,
  TableChange,
  TransactionMode,
} from "./ports/store.js";
export type {
  EnvelopeHandler,
  Listener,
  Peer,
  RequestOptions,
  RunningListener,
  Transport,
} from "./ports/transport.js";
export type {
  OfflineRequest,
  OfflineRequests,
  RequestFailure,
  RequestFailuresQuery,
  RequestLine,
  RequestStatus,
  RequestsReport,
} from "./requests/offline-requests.js";
export type { BackupMark } from "./root/backup-marks.js";
export type { SettleReport } from "./root/settle.js";
export type { RedriveOptions, RedriveReport, Suspension, SuspensionQuery } from "./root/suspensions.js";
export { describeSettings, type SettingDescription } from "./settings/describe-settings.js";
export type { ProcessingSettings } from "./settings/settings.js";
export type {
  ClubAccount,
  CustomerTotals,
  CustomerTotalsService,
  DirtyTotalsQuery,
  LoyaltyClub,
  TotalsKey,
  TotalsPlace,
  TotalsReport,
} from "./totals/customer-totals.js";
