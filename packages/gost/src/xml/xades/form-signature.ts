import { type GostSigner, signVerified, streebog } from "@opora/gost";
import { signatureNamespace, xadesNamespace } from "./algorithms.js";
import type { XadesProfile } from "./profile.js";
import { canonicalInContext, type SignatureContext } from "./signature-context.js";
import {
  openSignature,
  qualifyingProperties,
  type SignatureIdentifiers,
  signatureElement,
  signedInfo,
} from "./signature-text.js";

/** Everything that makes up one signature. */
export interface SignatureRequest {
  readonly signer: GostSigner;
  readonly profile: XadesProfile;
  readonly identifiers: SignatureIdentifiers;
  /** Exclusive canonical form of the signed element, without a signature in it. */
  readonly canonicalContent: Uint8Array;
  /** What is in scope where the signature will stand. */
  readonly context: SignatureContext;
  readonly signingTime: Date;
}

const ds = (localName: string) => ({ namespace: signatureNamespace, localName });
const xades = (localName: string) => ({ namespace: xadesNamespace, localName });
const propertiesPath = [ds("Signature"), ds("Object"), xades("QualifyingProperties"), xades("SignedProperties")];
const signedInfoPath = [ds("Signature"), ds("SignedInfo")];

/** Signs, and returns the text of `ds:Signature`. The value is verified under the signer's certificate. */
export async function formSignature(
  { signer, profile, identifiers, canonicalContent, context, signingTime }: SignatureRequest,
  options: { readonly signal?: AbortSignal } = {},
): Promise<string> {
  const { certificate } = signer;
  const { signatureId } = identifiers;
  const properties = qualifyingProperties(certificate, signingTime, identifiers);
  const propertiesMarkup = openSignature(signatureId, `<ds:Object>${properties}</ds:Object>`);
  const canonicalProperties = canonicalInContext(propertiesMarkup, propertiesPath, context, profile);
  const info = signedInfo({
    certificate,
    profile,
    identifiers,
    contentDigest: streebog(certificate.bits, canonicalContent),
    propertiesDigest: streebog(certificate.bits, canonicalProperties),
  });
  const message = canonicalInContext(openSignature(signatureId, info), signedInfoPath, context, profile);
  const signatureValue = await signVerified(signer, message, options);
  return signatureElement({
    signatureId,
    signedInfo: info,
    signatureValue,
    certificate,
    qualifyingProperties: properties,
  });
}
