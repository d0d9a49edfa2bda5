import { GostError, type GostSigner, refuseUnknownOptions } from "@opora/gost";
import { canonicalize } from "../canonical/canonicalize.js";
import { completeLimits, type XmlLimits } from "../tree/limits.js";
import type { XmlName } from "../tree/node.js";
import { requireProfile, requireSigningTime } from "./create-xades-signature.js";
import { formSignature } from "./form-signature.js";
import { requireIdentifier } from "./identifier.js";
import { prepareDocument } from "./prepare-document.js";
import type { XadesProfile } from "./profile.js";
import { contextWithin } from "./signature-context.js";
import { verifyXades } from "./verify/verify-xades.js";

/** What {@link signXadesElement} signs, and how. */
export interface SignXadesElementOptions {
  readonly signer: GostSigner;
  readonly profile: XadesProfile;
  /** A document in UTF-8, or one element of it that is to be put into {@link SignXadesElementOptions.envelope}. */
  readonly xml: Uint8Array;
  /** Text before and behind `xml` that makes a document of it; prefixes declared there may be used in `xml`. */
  readonly envelope?: { readonly before: string; readonly after: string };
  /** Where the element to be signed stands: the names from the root of the document down. Default: the element `xml`. */
  readonly elementPath?: readonly XmlName[];
  /** `Id` that the element gets when it has none. Default: `signed-data-container`. */
  readonly elementId?: string;
  /** When the signer says that it signed; kept to the second. */
  readonly signingTime: Date;
  /** `Id` of `ds:Signature`, unique in the document. */
  readonly signatureId: string;
  /** Bounds of the document. Default: those of `parseXml`. */
  readonly limits?: Partial<XmlLimits>;
  readonly signal?: AbortSignal;
}

const optionNames: readonly (keyof SignXadesElementOptions)[] = [
  "signer",
  "profile",
  "xml",
  "envelope",
  "elementPath",
  "elementId",
  "signingTime",
  "signatureId",
  "limits",
  "signal",
];

const defaultElementId = "signed-data-container";

/**
 * Signs one element of a document (XAdES-BES, ETSI TS 101 903) and returns the document with `ds:Signature` as the first
 * child of that element. Everything else stays as it was written, byte for byte, save an `Id` that had to be added and an
 * empty-element tag that had to be opened. What is returned was verified once more, as its recipient would.
 *
 * @throws {@link GostError} `GOST_XML_INVALID` for a document that cannot be read, has no such element or is signed already;
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
  const { signer, profile, signingTime, signatureId, elementId = defaultElementId, signal } = options;
  const limits = completeLimits(options.limits);
  requireProfile(profile);
  requireSigningTime(signingTime);
  requireIdentifier("signatureId", signatureId);
  requireIdentifier("elementId", elementId);

  const { text, element, path, elementId: signedElementId } = prepareDocument(options, elementId, limits);
  const signature = await formSignature(
    {
      signer,
      profile,
      identifiers: { signedElementId, signatureId },
      canonicalContent: canonicalize(element, { method: "exclusive" }),
      context: contextWithin(element),
      signingTime,
    },
    signal === undefined ? {} : { signal },
  );
  const { end } = element.openTag;
  const signed = new TextEncoder().encode(text.slice(0, end) + signature + text.slice(end));
  requireValid(signed, path, limits);
  return signed;
}

/** Whether the recipient will find the signature valid: an identifier that occurs twice, for instance, would spoil it. */
function requireValid(signed: Uint8Array, elementPath: readonly XmlName[], limits: XmlLimits): void {
  const { checks } = verifyXades(signed, { elementPath, limits });
  for (const check of checks) {
    if (check.passed) continue;
    throw new GostError("GOST_XML_INVALID", `The document cannot be signed so that it verifies: ${check.message}`, {
      details: { check: check.name, failure: check.failure },
    });
  }
}
