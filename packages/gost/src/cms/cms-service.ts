import { type Clock, systemClock } from "@opora/core";
import { type GostSigner, refuseUnknownOptions } from "@opora/gost";
import { signCms } from "./sign-cms.js";

/**
 * Port: whoever makes whole CMS signatures rather than signature values, as certified providers' programs and remote
 * services do. {@link createCmsService} stands on a `GostSigner`; `createCommandCmsService` of `./signers` runs a program.
 *
 * An implementation returns only what verifies over `content`. Calls may overlap.
 */
export interface CmsService {
  /** Returns a detached CAdES-BES signature of `content`, in DER. */
  signDetached(content: Uint8Array, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array>;
}

/** What a {@link createCmsService} needs. */
export interface CmsServiceOptions {
  readonly signer: GostSigner;
  /** Whence the signing time comes. Default: the clock of the machine. */
  readonly clock?: Clock;
}

/**
 * A {@link CmsService} that builds the CMS itself and has a `GostSigner` make the signature value.
 *
 * @throws GostError `GOST_OPTIONS_INVALID`; `signDetached` rejects as {@link signCms} does.
 *
 * @example
 * ```ts
 * const service = createCmsService({ signer: createPemSigner({ key, certificate }) });
 * const signature = await service.signDetached(document);
 * ```
 */
export function createCmsService(options: CmsServiceOptions): CmsService {
  refuseUnknownOptions(options, ["signer", "clock"]);
  const { signer, clock = systemClock } = options;
  return {
    signDetached: (content, { signal } = {}) =>
      signCms({ signer, content, signingTime: clock.now(), ...(signal === undefined ? {} : { signal }) }),
  };
}
