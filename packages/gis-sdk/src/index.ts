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
export { GisError, type GisErrorCode, GisTransportError, type TransportPhase } from "./errors.js";
export { type ReconcileRowsOptions, reconcileRows } from "./reconcile-rows.js";
