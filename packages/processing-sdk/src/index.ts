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
export { checkOptions } from "./check-options.js";
export type { Account, AccountKind, AccountScope, SpendMode } from "./domain/account.js";
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
export { type Envelope, type EnvelopeType, protocolVersion } from "./domain/protocol/envelope.js";
export {
  decodeEnvelope,
  defaultMaxEnvelopeBytes,
  type EnvelopeLimits,
  encodeEnvelope,
  largestMaxEnvelopeBytes,
} from "./domain/protocol/envelope-codec.js";
export type { AccountRecord } from "./domain/records/account-record.js";
export { checkRange, checkRangeEach, orderFields, type RangeBounds } from "./domain/records/check-range.js";
export {
  type AnyRecord,
  checkKey,
  checkPatch,
  checkRecord,
  checkValues,
  fieldsOf,
} from "./domain/records/check-record.js";
export type { CounterRecord } from "./domain/records/counter-record.js";
export type { DocumentRecord } from "./domain/records/document-record.js";
export type { PostingRecord } from "./domain/records/posting-record.js";
export type { Field, FieldType, RecordValue, TableDefinition } from "./domain/records/record-value.js";
export {
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
export type { Arguments, HistoryEntry, HistoryQuery, Ledger } from "./ledger/ledger.js";
export type { LedgerRules } from "./ledger/ledger-context.js";
export type { ArchiveContent, ArchivedPostingsQuery, ProcessingArchive } from "./ports/archive.js";
export type { Pause } from "./ports/pause.js";
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
