import type { GostCertificate } from "@opora/gost";
import {
  signatureNamespace,
  type VerifyXadesOptions,
  verifyXades,
  type XadesCheck,
  type XadesProfile,
  type XadesReport,
  type XmlName,
} from "@opora/gost/xml";
import type { Document, Element } from "@xmldom/xmldom";
import type { xml as xades } from "xadesjs";
import { Parse } from "xml-core";
import { verificationKey } from "./algorithms.js";
import { createGostSignedXml } from "./gost-signed-xml.js";
import { registerGost } from "./register.js";
import type { ProductionPlace } from "./sign-xades-document.js";

/** What the signer says beside time and certificate. */
export interface ClaimedProperties {
  readonly claimedRoles: readonly string[];
  readonly productionPlace: ProductionPlace;
}

/** {@link XadesReport} with what xadesjs reads in the signature. */
export interface XadesDocumentReport extends XadesReport {
  /** What the signature covers beside the document; read only when it is valid. */
  readonly properties: ClaimedProperties | undefined;
}

/**
 * Verifies a document strictly, as `verifyXades` of `@opora/gost/xml` does, and then through xmldsigjs: what two readers
 * read differently is not valid. xmldsigjs is not asked for its opinion on the inclusive profile, since it loses namespaces
 * around an element.
 *
 * Calls {@link registerGost}, which changes registries of the whole process.
 *
 * @throws GostError `GOST_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * const report = await verifyXadesDocument(document, {
 *   elementPath: [{ namespace: "urn:example", localName: "contract" }],
 *   trustAnchors: [root],
 * });
 * if (report.trusted) console.log(report.properties?.claimedRoles);
 * ```
 */
export async function verifyXadesDocument(xml: Uint8Array, options: VerifyXadesOptions): Promise<XadesDocumentReport> {
  const report = verifyXades(xml, options);
  if (report.certificate === undefined || !report.valid) return { ...report, properties: undefined };
  const reading = await readAgain(xml, options.elementPath, report.profile, report.certificate);
  const passed = reading.problem === undefined;
  if (passed && report.profile !== "exclusive") return { ...report, properties: reading.properties };
  const check: XadesCheck = passed
    ? { name: "secondReader", passed }
    : { name: "secondReader", passed, failure: "readers-differ", message: reading.problem };
  return {
    ...report,
    valid: passed,
    trusted: passed && report.trusted,
    checks: [...report.checks, check],
    content: passed ? report.content : undefined,
    properties: reading.properties,
  };
}

/** What xmldsigjs makes of a document that was verified. */
type SecondReading =
  | { readonly problem: undefined; readonly properties: ClaimedProperties }
  | { readonly problem: string; readonly properties: undefined };

async function readAgain(
  xml: Uint8Array,
  path: readonly XmlName[],
  profile: XadesProfile | undefined,
  certificate: GostCertificate,
): Promise<SecondReading> {
  // xml-core parses with a DOM implementation that is there only after registration.
  registerGost();
  try {
    const document = Parse(new TextDecoder().decode(xml));
    const signed = createGostSignedXml(document);
    signed.LoadXml(signatureAt(document, path));
    if (profile === "exclusive" && !(await signed.Verify({ key: verificationKey(certificate) }))) {
      return { problem: "xmldsigjs does not accept the signature.", properties: undefined };
    }
    const properties = claimedProperties(signed.SignedProperties.SignedSignatureProperties);
    return { problem: undefined, properties };
  } catch (error) {
    // This is how xmldsigjs tells of a digest that differs, and xmldom of a document that it cannot read.
    return { problem: `xmldsigjs does not accept the document: ${reasonOf(error)}`, properties: undefined };
  }
}

/** Errors of xml-core are no `Error`s. */
function reasonOf(error: unknown): string {
  const hasMessage = typeof error === "object" && error !== null && "message" in error;
  return String(hasMessage ? error.message : error);
}

/** The signature in the element that was verified: the path leads to one element, and there is one signature in it. */
function signatureAt(document: Document, path: readonly XmlName[]): Element {
  const names = [...path, { namespace: signatureNamespace, localName: "Signature" }];
  let element: Element | undefined;
  for (const name of names) element = childNamed(element ?? document, name);
  if (element === undefined) throw new Error("The path is empty.");
  return element;
}

function childNamed(parent: Document | Element, { namespace, localName }: XmlName): Element {
  for (let child = parent.firstChild; child !== null; child = child.nextSibling) {
    if (child.localName === localName && (child.namespaceURI ?? "") === namespace) return child as Element;
  }
  throw new Error(`There is no ${localName}, though it was verified.`);
}

function claimedProperties({
  SignerRole,
  SignatureProductionPlace: place,
}: xades.SignedSignatureProperties): ClaimedProperties {
  return {
    claimedRoles: SignerRole.ClaimedRoles.GetIterator().map(({ Value }) => String(Value)),
    productionPlace: {
      ...(place.City ? { city: place.City } : {}),
      ...(place.StateOrProvince ? { state: place.StateOrProvince } : {}),
      ...(place.PostalCode ? { postalCode: place.PostalCode } : {}),
      ...(place.CountryName ? { country: place.CountryName } : {}),
    },
  };
}
