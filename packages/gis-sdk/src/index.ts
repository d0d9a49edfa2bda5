/**
 * Payments into ГИС ЖКХ: reconcile two registers, form and sign packets, load them over asynchronous SOAP, and follow
 * every payment to its end.
 *
 * @packageDocumentation
 */

export type { CancellationRefusalReason, CancellationReport, CancelPaymentsOptions } from "./cancel-payments.js";
export { createLoading, type Loading } from "./create-loading.js";
export { businessKeyOf } from "./domain/business-key.js";
export type { GisEventName } from "./domain/events/loading-events.js";
export { type NewGisPayment, paymentFromJson, paymentToJson } from "./domain/payment-json.js";
export type { EarlierLoad } from "./domain/policy/already-loaded.js";
export {
  type ErrorFamily,
  type ErrorMeaning,
  errorFamily,
  errorMeaning,
  type RetryAdvice,
  retryAdvice,
} from "./domain/policy/error-policy.js";
export {
  type AfterPacketRejected,
  type AfterUnknown,
  type DelayRange,
  defaultLoadingPolicy,
  type LoadingPolicy,
} from "./domain/policy/loading-policy.js";
export type { LocalErrorCode } from "./domain/policy/local-error.js";
export type { MemberChange } from "./domain/policy/packet-effects.js";
export {
  type KeyNormaliser,
  type KeyNormalisers,
  latinLookalikesToCyrillic,
  trimSpaces,
  upperCase,
  withoutLeadingZeros,
} from "./domain/reconciliation/key-normalisers.js";
export type { NumberedRow, Reconciliation, ReconciliationLine } from "./domain/reconciliation/reconciliation.js";
export { type RegisterRow, type RegisterSide, type RowKey, rowLimits } from "./domain/reconciliation/register-row.js";
export type { ReconciliationRules } from "./domain/reconciliation/rules.js";
export {
  type LineNote,
  lineNotes,
  type ReconciliationStage,
  type ReconciliationStatus,
  reconciliationStages,
  reconciliationStatuses,
} from "./domain/reconciliation/statuses.js";
export {
  type DuplicateTotals,
  type LineTotals,
  type ReconciliationTotals,
  type SideTotals,
  suppliersMax,
  type ToleranceTotals,
} from "./domain/reconciliation/totals.js";
export type { Exchange, ExchangeOutcome, ExchangeRecord } from "./domain/records/exchange.js";
export type { LoadingTask } from "./domain/records/loading-task.js";
export type { Packet, PacketClaim, PacketKey, PacketKind } from "./domain/records/packet.js";
export type { PaymentChange, PaymentMove } from "./domain/records/payment-change.js";
export type {
  PaymentAnswer,
  PaymentAttention,
  PaymentError,
  PaymentKey,
  PaymentRecord,
} from "./domain/records/payment-record.js";
export { formPacket, type PacketContent } from "./domain/states/form-packet.js";
export {
  type PacketState,
  packetStates,
  type UnknownReason,
  type UnknownRecovery,
} from "./domain/states/packet-state.js";
export { type PaymentStatus, paymentStatuses } from "./domain/states/payment-status.js";
export type { TaskState } from "./domain/states/task-state.js";
export { type ValidationLimits, type ValidationReport, validateBody } from "./domain/validation/validate-body.js";
export { validateCancellation, validatePayment } from "./domain/validation/validate-payment.js";
export type {
  LocalizedText,
  RuleViolationCode,
  SchemaViolationCode,
  Violation,
  ViolationCode,
  ViolationSeverity,
  XmlViolationCode,
} from "./domain/validation/violation.js";
export { isGuid, normalizeGuid } from "./domain/wire/guid.js";
export type { PaymentCancellation } from "./domain/wire/payments/cancellation.js";
export type { BillingPeriod, OneOf, PersonName } from "./domain/wire/payments/common.js";
export type {
  OperatorPayer,
  OperatorPayment,
  OperatorPremises,
  OperatorRecipient,
  PaymentRequisites,
} from "./domain/wire/payments/operator-payment.js";
export type {
  Operator139Fields,
  Operator139Payment,
  Operator139Subject,
} from "./domain/wire/payments/operator139-payment.js";
export type { GisPayment } from "./domain/wire/payments/payment.js";
export type { SupplierFields, SupplierPayment } from "./domain/wire/payments/supplier-payment.js";
export {
  cancellationPacketLimit,
  type GisOperation,
  type GisProfile,
  importOperations,
  packetLimits,
  soapActionOf,
} from "./domain/wire/profile.js";
export { readSoapAnswer } from "./domain/wire/read/read-soap-answer.js";
export type {
  AckAnswer,
  AnswerAnomaly,
  AnswerLimits,
  FaultAnswer,
  GisErrorMessage,
  ImportResult,
  ProtocolErrorAnswer,
  ProtocolErrorReason,
  SoapAnswer,
  StateAnswer,
} from "./domain/wire/read/soap-answer.js";
export { namespacesAtSignature } from "./domain/wire/soap-envelope.js";
export {
  type AckContent,
  type AnswerPrefixes,
  type FaultContent,
  type ResultHeader,
  type StateContent,
  type StateEnvelopeContent,
  type StateResultItem,
  writeAckEnvelope,
  writeFaultEnvelope,
  writeStateEnvelope,
  writeStateResult,
} from "./domain/wire/write-answer.js";
export {
  type CancellationRequestContent,
  type CanonicalMessage,
  type ImportRequestContent,
  writeCancellationRequest,
  writeImportRequest,
} from "./domain/wire/write-request.js";
export {
  type GetStateContent,
  type ImportEnvelopeContent,
  type RequestHeader,
  writeGetStateEnvelope,
  writeImportEnvelope,
} from "./domain/wire/write-request-envelope.js";
export { GisError, type GisErrorCode, GisTransportError, type TransportPhase } from "./errors.js";
export type { LoadPaymentsOptions, LoadPaymentsReport } from "./load-payments.js";
export { checkOptions } from "./loading/check-options.js";
export type { PacketStep, RunOptions, RunReport } from "./loading/work-off.js";
export type { LoadingOptions, LoadingPolicyOptions } from "./loading-options.js";
export type { AnswerTrust, LoadingSender, SignatureProfile } from "./loading-settings.js";
export {
  type LineRefusalReason,
  lineRefusalReasons,
  type PaymentMapping,
  type PaymentsFromReconciliationOptions,
  paymentsFromReconciliation,
  type RefusedLine,
} from "./payments-from-reconciliation.js";
export type {
  CommitResult,
  GisStore,
  NewLoadingTask,
  NewPacket,
  PacketClaimRequest,
  PacketQuery,
  PaymentBatch,
  PaymentQuery,
  PaymentTotal,
  PortOptions,
  StalledQuery,
  StoreCommit,
  TaskChange,
  TaskCounts,
  TaskSeal,
} from "./ports/gis-store.js";
export type { GisHttpRequest, GisHttpResponse, GisTransport } from "./ports/gis-transport.js";
export { type ReconcileRowsOptions, reconcileRows } from "./reconcile-rows.js";
export type { PaymentResend, ResendPaymentsOptions, ResendReport } from "./resend-payments.js";
export type { AlarmReport } from "./run-alarms.js";
export type { PaymentSettlement, SettlePaymentsOptions } from "./settle-payments.js";
export { type SignBodyOptions, signBody } from "./sign-body.js";
export type { TaskSummary } from "./summarize-task.js";
export { type VerifyEnvelopeOptions, verifyEnvelope } from "./verify-envelope.js";
