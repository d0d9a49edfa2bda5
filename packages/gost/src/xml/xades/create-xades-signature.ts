import { type GostSigner, invalidOption, refuseUnknownOptions } from "@opora/gost";
import { formSignature } from "./form-signature.js";
import { requireIdentifier } from "./identifier.js";
import { requireProfile, requireSigningTime, type XadesProfile } from "./profile.js";

/** What {@link createXadesSignature} signs, and how. */
export interface CreateXadesSignatureOptions {
  readonly signer: GostSigner;
  readonly profile: XadesProfile;
  /** `Id` of the signed element. */
  readonly signedElementId: string;
  /** Exclusive canonical form of the signed element, without a signature in it. Nothing checks that it is canonical. */
  readonly signedElementCanonical: Uint8Array;
  /**
   * Namespaces in scope where `ds:Signature` will stand, by prefix (`""` is the default namespace): those declared on the
   * signed element and on everything around it. The inclusive profile signs them; the exclusive one does without.
   */
  readonly namespacesInScope: ReadonlyMap<string, string>;
  /** When the signer says that it signed; kept to the second. */
  readonly signingTime: Date;
  /** `Id` of `ds:Signature`, unique in the document. */
  readonly signatureId: string;
  readonly signal?: AbortSignal;
}

const optionNames: readonly (keyof CreateXadesSignatureOptions)[] = [
  "signer",
  "profile",
  "signedElementId",
  "signedElementCanonical",
  "namespacesInScope",
  "signingTime",
  "signatureId",
  "signal",
];

const prefixForm = /^(?:[\p{L}_][\p{L}\p{N}_.-]*)?$/u;

/**
 * Signs an element that the caller has in canonical form already, and returns the text of `<ds:Signature>` (XAdES-BES,
 * ETSI TS 101 903): the way for a caller that writes canonical XML directly and needs no tree. The text must be put into
 * the signed element as it is, as its first child.
 *
 * No `xml:lang` or other `xml:` attribute may be in scope; `signXadesElement` reads the document and copes with them.
 *
 * @throws GostError `GOST_SIGNER_FAILED`, `GOST_SIGNER_WRONG_SIGNATURE`, `GOST_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * const open = '<p:request xmlns:p="urn:example" Id="signed">';
 * const rest = "<p:sum>100</p:sum></p:request>";
 * const signature = await createXadesSignature({
 *   signer,
 *   profile: "inclusive",
 *   signedElementId: "signed",
 *   signedElementCanonical: new TextEncoder().encode(open + rest),
 *   namespacesInScope: new Map([["p", "urn:example"]]),
 *   signingTime: new Date(),
 *   signatureId: "signature",
 * });
 * const signed = open + signature + rest;
 * ```
 */
export async function createXadesSignature(options: CreateXadesSignatureOptions): Promise<string> {
  refuseUnknownOptions(options, optionNames);
  const { signer, profile, signedElementId, signatureId, namespacesInScope, signingTime, signal } = options;
  requireProfile(profile);
  requireSigningTime(signingTime);
  requireIdentifier("signedElementId", signedElementId);
  requireIdentifier("signatureId", signatureId);
  if (signedElementId === signatureId) throw invalidOption("signatureId", "must differ from signedElementId");
  for (const prefix of namespacesInScope.keys()) {
    if (!prefixForm.test(prefix)) throw invalidOption("namespacesInScope", `has a prefix that is no name: ${prefix}`);
  }
  return formSignature(
    {
      signer,
      profile,
      identifiers: { signedElementId, signatureId },
      canonicalContent: options.signedElementCanonical,
      context: { namespaces: namespacesInScope, xmlAttributes: new Map() },
      signingTime,
    },
    signal === undefined ? {} : { signal },
  );
}
