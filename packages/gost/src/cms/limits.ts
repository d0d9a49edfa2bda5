import { integerOption, refuseUnknownOptions } from "@opora/gost";

/** What a message may have at most. */
export interface CmsLimits {
  /** Length of the message in bytes, an attached content included. Default: 64 MiB. */
  readonly maxBytes: number;
  /** Signatures. Default: 16; at most 1000. */
  readonly maxSigners: number;
  /** Certificates, and as many revocation lists. Default: 64; at most 1000. */
  readonly maxCertificates: number;
}

/** The limits that apply unless the caller sets others. */
export const defaultCmsLimits: CmsLimits = { maxBytes: 64 * 1024 * 1024, maxSigners: 16, maxCertificates: 64 };

/** Completes the caller's limits with the defaults. */
export function completeLimits(limits: Partial<CmsLimits>): CmsLimits {
  refuseUnknownOptions(limits, Object.keys(defaultCmsLimits));
  const limit = (name: keyof CmsLimits, to: number) =>
    integerOption(`limits.${name}`, limits[name], { from: 1, to, otherwise: defaultCmsLimits[name] });
  return {
    maxBytes: limit("maxBytes", 2 ** 31 - 1),
    maxSigners: limit("maxSigners", 1000),
    maxCertificates: limit("maxCertificates", 1000),
  };
}
