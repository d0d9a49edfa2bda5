import { type GostCertificate, GostError } from "@opora/gost";
import { parseXml, verifyXades, type XadesReport, type XmlElement, type XmlName } from "@opora/gost/xml";
import { soapNamespace } from "./domain/wire/namespaces.js";

/** Whom the caller trusts, and when. */
export interface VerifyEnvelopeOptions {
  /** Default: none; the report then says whether the signature is valid, not whose it is. */
  readonly trustAnchors?: readonly GostCertificate[];
  /** The instant for which trust is decided, or the signing time that the signature claims. Default: now. */
  readonly at?: Date | "signingTime";
}

/**
 * Verifies the signature of the one element in the body of a SOAP 1.1 envelope, in either profile: a request on its way to
 * ГИС ЖКХ, or an answer of it. An element that came without an envelope is verified as it stands.
 *
 * A bad document is an outcome, not an error. Go on with nothing but {@link XadesReport.content}.
 *
 * @example
 * ```ts
 * const report = verifyEnvelope(await readFile("envelope.xml"), { trustAnchors: [root] });
 * if (!report.trusted) console.error(report.checks.filter(({ passed }) => !passed));
 * ```
 */
export function verifyEnvelope(xml: Uint8Array, options: VerifyEnvelopeOptions = {}): XadesReport {
  return verifyXades(xml, { elementPath: pathOfMessage(xml), ...options });
}

const envelopeName: XmlName = { namespace: soapNamespace, localName: "Envelope" };

function pathOfMessage(xml: Uint8Array): readonly XmlName[] {
  const root = rootOf(xml);
  if (root === undefined) return [envelopeName];
  if (root.namespace !== envelopeName.namespace || root.localName !== envelopeName.localName) return [nameOf(root)];
  const body = { namespace: soapNamespace, localName: "Body" };
  const message = elementsOf(root)
    .filter(({ namespace, localName }) => namespace === body.namespace && localName === body.localName)
    .flatMap(elementsOf)[0];
  return [nameOf(root), body, ...(message === undefined ? [] : [nameOf(message)])];
}

/** `undefined` for bytes that are no XML: the verifier says so in its report. */
function rootOf(xml: Uint8Array): XmlElement | undefined {
  try {
    return parseXml(xml);
  } catch (error) {
    if (GostError.is(error)) return undefined;
    throw error;
  }
}

function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => child.kind === "element");
}

function nameOf({ namespace, localName }: XmlElement): XmlName {
  return { namespace, localName };
}
