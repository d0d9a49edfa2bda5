/**
 * Registers in CSV: read them line by line, reconcile two of them on disk in bounded memory, read the result back.
 *
 * This entry point loads nothing of signatures, XML or the exchange with GIS, so that a process that only reconciles
 * stays small.
 *
 * @packageDocumentation
 */
export { type ColumnNames, type CsvFormat, defaultColumnNames } from "./csv-format.js";
export { readReconciliation, readReconciliationReport } from "./read-reconciliation.js";
export { type ReadRegisterOptions, type RegisterLine, readRegister } from "./read-register.js";
export { type ReconcileRegistersOptions, reconcileRegisters } from "./reconcile-registers.js";
export type { CsvSource, RegisterSource } from "./register-source.js";
export { type RejectedLine, type RejectionReason, rejectionReasons } from "./rejection.js";
export type { DuplicatesReport, LinesReport, ReconciliationReport, SideReport } from "./report.js";
export { reconciliationFiles } from "./writing/result-files.js";
