import { createManualClock, createSeededRandom } from "@opora/core/testing";
import { createTestAuthority, type TestAuthority, type TestAuthorityCertificateOptions } from "@opora/gost/testing";

/** The instant at which the certificates of the tests are issued and asked about. */
export const now = new Date("2026-01-15T09:00:00Z");

/** `days` days after {@link now}. */
export function daysLater(days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}

/** A reproducible authority. */
export function authorityOf(options: TestAuthorityCertificateOptions = {}, seed = 1): TestAuthority {
  return createTestAuthority({ random: createSeededRandom(seed), clock: createManualClock(now), ...options });
}
