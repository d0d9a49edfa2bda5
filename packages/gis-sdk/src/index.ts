/**
 * Payments into ГИС ЖКХ: reconcile two registers, form and sign packets, load them over asynchronous SOAP, and follow
 * every payment to its end.
 *
 * @packageDocumentation
 */
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
export type { Operator139Payment, Operator139Subject } from "./domain/wire/payments/operator139-payment.js";
export type { GisPayment } from "./domain/wire/payments/payment.js";
export type { SupplierPayment } from "./domain/wire/payments/supplier-payment.js";
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
export { type ReconcileRowsOptions, reconcileRows } from "./reconcile-rows.js";
