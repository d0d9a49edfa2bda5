/**
 * Payments into GIS ZhKKh: reconcile two registers, form and sign packets, load them over asynchronous SOAP, and follow
 * every payment to its end.
 *
 * @packageDocumentation
 */
export { GisError, type GisErrorCode, GisTransportError, type TransportPhase } from "./errors.js";
