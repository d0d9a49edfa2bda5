/**
 * Child and root over NATS with JetStream by `nats`.
 *
 * @packageDocumentation
 */
export type { Claim, NoCheck, NoProof, SharedKeyCheck, SharedKeyProof } from "../wire/authentication.js";
export type { BodyEncoding } from "../wire/envelope-body.js";
export type { NonceMemory, SpentNonce } from "../wire/nonce-memory.js";
export type { NatsPlace } from "./nats-connection.js";
export { createNatsListener, type NatsListenerOptions } from "./nats-listener.js";
export { createNatsTransport, type NatsTransportOptions } from "./nats-transport.js";
