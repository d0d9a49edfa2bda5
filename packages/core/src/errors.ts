import type { JsonObject } from "./domain/json.js";

/** What an {@link OporaError} carries beside its code and message. */
export interface OporaErrorOptions {
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** Whether the same call may succeed later, unchanged. Default: `false`. */
  readonly retryable?: boolean;
  /** Plain JSON for the caller: paths, limits, identifiers of our own. Never secrets or personal data. */
  readonly details?: JsonObject;
}

/**
 * Base class of every error that the Opora libraries throw.
 *
 * Match on {@link OporaError.code}: codes are part of the API. Both `OporaError.is(error)` and `instanceof` recognise
 * errors that come from another copy of the package (ESM beside CommonJS, two versions in one tree).
 */
export abstract class OporaError<Code extends string = string> extends Error {
  /** Stable identifier of what went wrong, for instance `GOST_CERTIFICATE_EXPIRED`. */
  readonly code: Code;
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean;
  /** Plain JSON about the failure, without secrets or personal data. */
  readonly details: JsonObject;

  constructor(code: Code, message: string, options: OporaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }

  /** Whether `error` is of this class or a class below it, whichever copy of the package made it. */
  static is<T extends OporaError>(this: BrandedClass<T>, error: unknown): error is T {
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class that is asked, which may be a subclass.
    return isInstance(this, error);
  }

  static override [Symbol.hasInstance](this: BrandedClass<OporaError>, error: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: as in `is`.
    return isInstance(this, error);
  }

  /** The name that is the same in every copy of the class; a subclass sets its own. */
  static readonly brand: string = "@opora/core/OporaError";

  /** For logs and problem details: code, message, `retryable` and `details`; neither the cause nor the stack. */
  toJSON(): JsonObject {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      details: this.details,
    };
  }
}

/** A class of the {@link OporaError} family: constructible or abstract, with a brand. */
export interface BrandedClass<T extends OporaError> {
  /** {@link OporaError.brand} of the class, its own or inherited. */
  readonly brand: string;
  /** Tells the type of the instances. */
  readonly prototype: T;
}

function isInstance(type: BrandedClass<OporaError>, error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  // A class without a brand of its own would otherwise recognise every error of the class above it.
  if (!Object.hasOwn(type, "brand")) return Object.prototype.isPrototypeOf.call(type.prototype, error);
  // The class of the object and the classes above it, each of which may have a brand. A loop: results that may be errors
  // are asked this by the thousand.
  for (let candidate: unknown = error.constructor; typeof candidate === "function"; ) {
    if (Object.hasOwn(candidate, "brand") && (candidate as Partial<BrandedClass<OporaError>>).brand === type.brand) {
      return true;
    }
    candidate = Object.getPrototypeOf(candidate);
  }
  return false;
}

/** Codes of the errors that `@opora/core` throws. */
export type CoreErrorCode =
  | "CORE_MONEY_FORMAT"
  | "CORE_MONEY_CURRENCY_MISMATCH"
  | "CORE_MONEY_ALLOCATION"
  | "CORE_JSON_UNSUPPORTED"
  | "CORE_DATE_INVALID"
  | "CORE_OPTIONS_INVALID";

/** An error of `@opora/core` itself: bad input to one of its functions. */
export class CoreError extends OporaError<CoreErrorCode> {
  static override readonly brand: string = "@opora/core/CoreError";
}
