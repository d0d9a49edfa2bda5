/**
 * What every Opora library shares and nothing else: the error base, the ports for time, identifiers, randomness, logging,
 * leases and events, money in minor units, national identifiers and canonical JSON.
 *
 * @packageDocumentation
 */
export { systemClock, systemIds, systemRandom } from "./adapters/system/system.js";
export type { JsonObject, JsonValue } from "./domain/json.js";
export { type BrandedClass, CoreError, type CoreErrorCode, OporaError, type OporaErrorOptions } from "./errors.js";
export type { Clock } from "./ports/clock.js";
export type { Ids } from "./ports/ids.js";
export type { Lease, LeaseRequest, LeaseStore } from "./ports/lease.js";
export { type Logger, type LogLevel, silentLogger } from "./ports/logger.js";
export type { EventPublisher, NewOutboxEvent, OutboxEvent } from "./ports/outbox.js";
export type { Random } from "./ports/random.js";
