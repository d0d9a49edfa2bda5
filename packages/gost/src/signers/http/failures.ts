import { GostError } from "@opora/gost";

/** The request did not get through, or the answer did not. */
export function unreachable(place: string, cause: unknown): GostError {
  return new GostError("GOST_SIGNER_FAILED", `The signing service ${place} could not be reached.`, {
    cause,
    retryable: true,
    details: { url: place },
  });
}

/** The time for one signature is up. */
export function tookTooLong(place: string, timeoutMs: number): GostError {
  return new GostError("GOST_SIGNER_FAILED", `The signing service ${place} did not answer within ${timeoutMs} ms.`, {
    retryable: true,
    details: { url: place, timeoutMs },
  });
}

/** The service answered with a status that is not 2xx. */
export function refused(place: string, status: number): GostError {
  return new GostError("GOST_SIGNER_FAILED", `The signing service ${place} answered with status ${status}.`, {
    retryable: status >= 500 || [408, 425, 429].includes(status),
    details: { url: place, status },
  });
}

/** The service answered with something else than a signature. */
export function unexpected(place: string, problem: string): GostError {
  return new GostError("GOST_SIGNER_FAILED", `The answer of the signing service ${place} ${problem}.`, {
    details: { url: place },
  });
}
