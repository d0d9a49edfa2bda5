import { type GostSigner, refuseUnknownOptions } from "@opora/gost";
import { embedXadesSignature, placeOptionNames, type SignedPlaceOptions } from "./embed-xades-signature.js";
import { formSignature } from "./form-signature.js";
import { requireIdentifier } from "./identifier.js";
import { requireProfile, requireSigningTime, type XadesProfile } from "./profile.js";

/** What {@link signXadesElement} signs, and how. */
export interface SignXadesElementOptions extends SignedPlaceOptions {
  readonly signer: GostSigner;
  readonly profile: XadesProfile;
  /** When the signer says that it signed; kept to the second. */
  readonly signingTime: Date;
  /** `Id` of `ds:Signature`, unique in the document. */
  readonly signatureId: string;
  readonly signal?: AbortSignal;
}

const optionNames: readonly (keyof SignXadesElementOptions)[] = [
  ...placeOptionNames,
  "signer",
  "profile",
  "signingTime",
  "signatureId",
  "signal",
];

/**
 * Signs one element of a document (XAdES-BES, ETSI TS 101 903) and returns the document with `ds:Signature` as the first
 * child of that element. Everything else stays as it was written, byte for byte, save an `Id` that had to be added and an
 * empty-element tag that had to be opened. What is returned was verified once more, as its recipient would.
 *
 * @throws GostError `GOST_XML_INVALID` for a document that cannot be read, has no such element or is signed already;
 * `GOST_LIMIT_EXCEEDED`; `GOST_SIGNER_FAILED`, `GOST_SIGNER_WRONG_SIGNATURE`; `GOST_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * const signed = await signXadesElement({
 *   signer,
 *   profile: "inclusive",
 *   xml: await readFile("body.xml"),
 *   envelope: {
 *     before: '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>',
 *     after: "</s:Body></s:Envelope>",
 *   },
 *   signingTime: new Date(),
 *   signatureId: "signature",
 * });
 * ```
 */
export async function signXadesElement(options: SignXadesElementOptions): Promise<Uint8Array> {
  refuseUnknownOptions(options, optionNames);
  const { signer, profile, signingTime, signatureId, signal, ...place } = options;
  requireProfile(profile);
  requireSigningTime(signingTime);
  requireIdentifier("signatureId", signatureId);
  return embedXadesSignature({
    ...place,
    form: ({ elementId, canonical, context }) =>
      formSignature(
        {
          signer,
          profile,
          identifiers: { signedElementId: elementId, signatureId },
          canonicalContent: canonical,
          context,
          signingTime,
        },
        signal === undefined ? {} : { signal },
      ),
  });
}
