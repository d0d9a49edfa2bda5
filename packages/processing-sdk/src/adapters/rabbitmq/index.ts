/**
 * Child and root over RabbitMQ by `amqplib`.
 *
 * @packageDocumentation
 */
export type { Claim, NoCheck, NoProof, SharedKeyCheck, SharedKeyProof } from "../wire/authentication.js";
export type { BodyEncoding } from "../wire/envelope-body.js";
export type { NonceMemory, SpentNonce } from "../wire/nonce-memory.js";
export type { RabbitmqPlace } from "./rabbitmq-connection.js";
export { createRabbitmqListener, type RabbitmqListenerOptions } from "./rabbitmq-listener.js";
export { createRabbitmqTransport, type RabbitmqTransportOptions } from "./rabbitmq-transport.js";
