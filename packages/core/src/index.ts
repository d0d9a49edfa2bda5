/**
 * What every Opora library shares and nothing else: the error base, the ports for time, identifiers, randomness, logging,
 * leases and events, money in minor units, national identifiers and canonical JSON.
 *
 * @packageDocumentation
 */
export { systemClock, systemIds, systemRandom } from "./adapters/system/system.js";
export { type BackoffOptions, backoffDelayMs } from "./backoff.js";
export { type CanonicalJsonOptions, canonicalJson } from "./domain/canonical-json.js";
export { type Calendar, calendarDateIn, createCalendar } from "./domain/dates/calendar.js";
export {
  addDays,
  type CalendarDate,
  daysBetween,
  isCalendarDate,
  parseCalendarDate,
} from "./domain/dates/calendar-date.js";
export {
  type Bic,
  type CorrespondentAccount,
  parseBic,
  parseCorrespondentAccount,
  parseSettlementAccount,
  type SettlementAccount,
} from "./domain/identifiers/bank-account.js";
export {
  type Inn,
  isLegalEntityInn,
  isPersonInn,
  type LegalEntityInn,
  type PersonInn,
  parseInn,
} from "./domain/identifiers/inn.js";
export {
  type Bin,
  type BinHolder,
  binHolder,
  birthDateInIin,
  type Iin,
  parseBin,
  parseIin,
} from "./domain/identifiers/kazakhstan.js";
export { type Kpp, parseKpp } from "./domain/identifiers/kpp.js";
export { type Ogrn, type Ogrnip, parseOgrn, parseOgrnip } from "./domain/identifiers/ogrn.js";
export type { InvalidIdentifierReason, ParsedIdentifier } from "./domain/identifiers/parsed-identifier.js";
export { formatSnils, parseSnils, type Snils } from "./domain/identifiers/snils.js";
export type { JsonObject, JsonValue } from "./domain/json.js";
export { allocateMinorUnits } from "./domain/money/allocation.js";
export { formatMinorUnits, type InvalidAmountReason, parseMinorUnits } from "./domain/money/minor-units.js";
export {
  addMoney,
  allocateMoney,
  type Currency,
  compareMoney,
  currencyFractionDigits,
  divideMoney,
  formatMoney,
  isCurrency,
  type Money,
  multiplyMoney,
  negateMoney,
  parseMoney,
  type Ratio,
  scaleMoney,
  subtractMoney,
  sumMoney,
} from "./domain/money/money.js";
export { divideRounded, type RoundingMode } from "./domain/money/rounding.js";
export { type BrandedClass, CoreError, type CoreErrorCode, OporaError, type OporaErrorOptions } from "./errors.js";
export type { Clock } from "./ports/clock.js";
export type { Ids } from "./ports/ids.js";
export type { Lease, LeaseRequest, LeaseStore } from "./ports/lease.js";
export { type Logger, type LogLevel, silentLogger } from "./ports/logger.js";
export type { EventPublisher, NewOutboxEvent, OutboxEvent } from "./ports/outbox.js";
export type { Random } from "./ports/random.js";
