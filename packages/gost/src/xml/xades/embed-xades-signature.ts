import { GostError, refuseUnknownOptions } from "@opora/gost";
import { canonicalize } from "../canonical/canonicalize.js";
import { completeLimits, type XmlLimits } from "../tree/limits.js";
import type { XmlName } from "../tree/node.js";
import { requireIdentifier } from "./identifier.js";
import { prepareDocument } from "./prepare-document.js";
import { contextWithin, type SignatureContext } from "./signature-context.js";
import { verifyXades } from "./verify/verify-xades.js";

/** Where in a document a signature is to be put. */
export interface SignedPlaceOptions {
  /** A document in UTF-8, or one element of it that is to be put into {@link SignedPlaceOptions.envelope}. */
  readonly xml: Uint8Array;
  /** Text before and behind `xml` that makes a document of it; prefixes declared there may be used in `xml`. */
  readonly envelope?: { readonly before: string; readonly after: string };
  /** Where the element to be signed stands: the names from the root of the document down. Default: the element `xml`. */
  readonly elementPath?: readonly XmlName[];
  /** `Id` that the element gets when it has none. Default: `signed-data-container`. */
  readonly elementId?: string;
  /** Bounds of the document. Default: those of `parseXml`. */
  readonly limits?: Partial<XmlLimits>;
}

/** What is to be signed, as {@link embedXadesSignature} hands it over. */
export interface UnsignedElement {
  /** `Id` of the element. */
  readonly elementId: string;
  /** Exclusive canonical form of the element: what the first reference covers. */
  readonly canonical: Uint8Array;
  /** What is in scope where the signature will stand; an inclusive canonicalization writes it. */
  readonly context: SignatureContext;
}

/** What {@link embedXadesSignature} needs. */
export interface EmbedXadesSignatureOptions extends SignedPlaceOptions {
  /** Forms the text of `<ds:Signature>` over the element. */
  form(element: UnsignedElement): Promise<string>;
}

/** Names of the options that say where. */
export const placeOptionNames: readonly (keyof SignedPlaceOptions)[] = [
  "xml",
  "envelope",
  "elementPath",
  "elementId",
  "limits",
];

/**
 * Puts a signature that the caller forms — by another library, by a service that answers with a whole `ds:Signature` — into
 * a document, as the first child of the signed element. Everything else stays as it was written, byte for byte, save an
 * `Id` that had to be added and an empty-element tag that had to be opened. What is returned was verified once more, as
 * its recipient would.
 *
 * @throws GostError `GOST_XML_INVALID` for a document that cannot be read, has no such element, is signed already or
 * does not verify afterwards; `GOST_LIMIT_EXCEEDED`, `GOST_OPTIONS_INVALID`; what `form` throws.
 */
export async function embedXadesSignature(options: EmbedXadesSignatureOptions): Promise<Uint8Array> {
  refuseUnknownOptions(options, [...placeOptionNames, "form"]);
  const { elementId: missingId = "signed-data-container", form } = options;
  const limits = completeLimits(options.limits);
  requireIdentifier("elementId", missingId);
  const { text, element, elementId, path } = prepareDocument(options, missingId, limits);
  const canonical = canonicalize(element, { method: "exclusive" });
  const signature = await form({ elementId, canonical, context: contextWithin(element) });
  const end = element.openTagEnd;
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
