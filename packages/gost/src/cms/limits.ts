import { integerOption, refuseUnknownOptions } from "@opora/gost";

/** What a message may have at most. */
export interface CmsLimits {
  /** Length of the message in bytes, an attached content included. Default: 64 MiB. */
  readonly maxBytes: number;
  /** Signatures. Default: 16. */
  readonly maxSigners: number;
  /** Certificates, and as many revocation lists. Default: 64. */
  readonly maxCertificates: number;
}

/** The limits that apply unless the caller sets others. */
export const defaultCmsLimits: CmsLimits = { maxBytes: 64 * 1024 * 1024, maxSigners: 16, maxCertificates: 64 };

/** Completes the caller's limits with the defaults. */
export function completeLimits(limits: Partial<CmsLimits>): CmsLimits {
  refuseUnknownOptions(limits, Object.keys(defaultCmsLimits));
  const limit = (name: keyof CmsLimits) =>
    integerOption(`limits.${name}`, limits[name], { from: 1, to: 2 ** 31 - 1, otherwise: defaultCmsLimits[name] });
  return { maxBytes: limit("maxBytes"), maxSigners: limit("maxSigners"), maxCertificates: limit("maxCertificates") };
}
