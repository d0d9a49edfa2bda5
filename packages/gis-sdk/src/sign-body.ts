import type { GostSigner } from "@opora/gost";
import { signXadesElement } from "@opora/gost/xml";
import { envelopeAround, type RequestHeader } from "./domain/wire/write-request-envelope.js";
import type { SignatureProfile } from "./loading-settings.js";

/** What {@link signBody} signs, and how. */
export interface SignBodyOptions {
  /** XML of one request, for instance `importSupplierNotificationsOfOrderExecutionRequest`, in UTF-8. */
  readonly body: Uint8Array;
  /** Header of the message; its date is the signing time, too. */
  readonly header: RequestHeader;
  readonly signer: GostSigner;
  /** Default: `inclusive`. */
  readonly signatureProfile?: SignatureProfile;
}

/**
 * Puts a request that was written elsewhere into its SOAP envelope and signs it (XAdES-BES). The request stays as it was
 * written, save for an `Id` where it has none. Packets that the SDK forms are signed without a detour by `runSend`.
 *
 * @throws GostError `GOST_XML_INVALID`, `GOST_LIMIT_EXCEEDED`, `GOST_SIGNER_FAILED`, `GOST_SIGNER_WRONG_SIGNATURE`;
 * {@link GisError} `GIS_OPTIONS_INVALID` for a bad header.
 * @example
 * ```ts
 * const envelope = await signBody({
 *   body: await readFile("body.xml"),
 *   header: { date: clock.now(), messageGuid: ids.uuid(), orgPpaGuid },
 *   signer,
 * });
 * ```
 */
export async function signBody(
  { body, header, signer, signatureProfile = "inclusive" }: SignBodyOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  return signXadesElement({
    signer,
    profile: signatureProfile,
    xml: body,
    envelope: envelopeAround(header),
    signingTime: header.date,
    signatureId: `signature-${header.messageGuid}`,
    ...(signal === undefined ? {} : { signal }),
  });
}
