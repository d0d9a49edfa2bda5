import { invalidOption, refuseUnknownKeys } from "./domain/options.js";
import type { Random } from "./ports/random.js";

/** How to wait between attempts. Unknown keys are refused. */
export type BackoffOptions = {
  /** Number of the attempt that failed: 1 for the first. */
  readonly attempt: number;
  /** Delay after the first attempt, in milliseconds; above 0. */
  readonly baseMs: number;
  /** The longest delay, in milliseconds; at least `baseMs`. */
  readonly maxMs: number;
} & (
  | {
      /** The delay exactly. */
      readonly jitter: "none";
    }
  | {
      /** `full`: anything from 0 to the delay. `equal`: half of the delay, and anything up to the other half. */
      readonly jitter: "full" | "equal";
      readonly random: Random;
    }
);

/**
 * How long to wait before the next attempt: `baseMs` doubled with each attempt up to `maxMs`, then spread by jitter so
 * that many clients do not come back at one moment.
 *
 * @returns Whole milliseconds.
 * @throws {@link CoreError} `CORE_OPTIONS_INVALID`.
 * @example
 * ```ts
 * backoffDelayMs({ attempt: 3, baseMs: 500, maxMs: 30_000, jitter: "none" }); // 2000
 * backoffDelayMs({ attempt: 3, baseMs: 500, maxMs: 30_000, jitter: "full", random: systemRandom });
 * ```
 */
export function backoffDelayMs(options: BackoffOptions): number {
  checkOptions(options);
  const delayMs = Math.min(options.maxMs, options.baseMs * 2 ** (options.attempt - 1));
  if (options.jitter === "none") return Math.round(delayMs);
  const spread = delayMs * fraction(options.random);
  return Math.round(options.jitter === "full" ? spread : (delayMs + spread) / 2);
}

/** A number in [0, 1). */
function fraction(random: Random): number {
  const bytes = random.bytes(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
}

function checkOptions(options: BackoffOptions): void {
  refuseUnknownKeys(options, ["attempt", "baseMs", "maxMs", "jitter", "random"]);
  const { attempt, baseMs, maxMs, jitter } = options;
  if (!Number.isSafeInteger(attempt) || attempt < 1) throw invalidOption("attempt", "must be an integer of at least 1");
  if (!Number.isFinite(baseMs) || baseMs <= 0) throw invalidOption("baseMs", "must be finite and above 0");
  if (!Number.isFinite(maxMs) || maxMs < baseMs) throw invalidOption("maxMs", "must be finite and at least baseMs");
  if (jitter !== "none" && jitter !== "full" && jitter !== "equal") {
    throw invalidOption("jitter", "must be none, full or equal");
  }
}
