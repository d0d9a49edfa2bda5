import type { DerElement } from "../der/element.js";
import { invalidDer } from "../der/header.js";
import { expectTag } from "../der/reader.js";
import { derTag } from "../der/tag.js";
import { readSmallNumber } from "../der/values.js";

/** Codes of the reasons for a revocation (RFC 5280 §5.3.1). */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  caCompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCrl: 8,
  privilegeWithdrawn: 9,
  aaCompromise: 10,
} as const;

/** Why a certificate was revoked; `removeFromCrl`: it is so no longer. */
export type RevocationReason = keyof typeof revocationReasons;

const reasonByCode: ReadonlyMap<number, RevocationReason> = new Map(
  Object.entries(revocationReasons).map(([reason, code]) => [code, reason as RevocationReason]),
);

/** Reads the value of the reason code extension. */
export function readRevocationReason(element: DerElement): RevocationReason {
  expectTag(element, derTag.enumerated);
  const reason = reasonByCode.get(readSmallNumber(element));
  if (reason === undefined) throw invalidDer(element.path, "there is no such reason for a revocation");
  return reason;
}
