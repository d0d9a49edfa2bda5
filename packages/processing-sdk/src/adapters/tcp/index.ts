/**
 * Child and root over TCP or TLS by `node:net`: frames with many requests under way on one connection.
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
export { createTcpListener, type TcpListenerOptions } from "./tcp-listener.js";
export { createTcpTransport, type TcpTransportOptions } from "./tcp-transport.js";
