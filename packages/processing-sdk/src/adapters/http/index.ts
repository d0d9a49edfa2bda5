/**
 * Child and root over HTTP/1.1 or HTTPS by `node:http`.
 *
 * @packageDocumentation
 */
export type {
  CertificateProof,
  Claim,
  NoCheck,
  NoProof,
  SharedKeyCheck,
  SharedKeyProof,
} from "../wire/authentication.js";
export type { BodyEncoding } from "../wire/envelope-body.js";
export type { NonceMemory, SpentNonce } from "../wire/nonce-memory.js";
export type { CertificateCheck, ClientTls, ListenerTls, Pem } from "../wire/tls.js";
export { createHttpListener, type HttpListenerOptions } from "./http-listener.js";
export { createHttpTransport, type HttpTransportOptions } from "./http-transport.js";
