import { randomBytes } from "node:crypto";
import { equalBytes, signDigest, streebog } from "@opora/gost";
import type { TestIdentity } from "@opora/gost/testing";
import {
  canonicalize,
  parseXml,
  signXadesElement,
  type VerifyXadesOptions,
  verifyXades,
  type XadesProfile,
  type XadesReport,
  type XmlElement,
  type XmlName,
} from "@opora/gost/xml";
import { createAuthority, issueIdentity, signerOf, signingTime } from "./cms-identities.js";

export const soapNamespace = "http://schemas.xmlsoap.org/soap/envelope/";
export const dsNamespace = "http://www.w3.org/2000/09/xmldsig#";

/** Where the signed element of the samples stands. */
export const requestPath: readonly XmlName[] = [
  { namespace: soapNamespace, localName: "Envelope" },
  { namespace: soapNamespace, localName: "Body" },
  { namespace: "urn:payments", localName: "request" },
];

export const profiles: readonly XadesProfile[] = ["inclusive", "exclusive"];

export const envelope = {
  before:
    `<soap:Envelope xmlns:soap="${soapNamespace}" xmlns:unused="urn:unused">` +
    "<soap:Header><h:From xmlns:h='urn:h'>somebody</h:From></soap:Header>\n<soap:Body>",
  after: "</soap:Body>\n</soap:Envelope>",
};

/** White space, two namespaces, a comment: what a signature must neither lose nor cover by mistake. */
export const request = [
  '<p:request xmlns:p="urn:payments" xmlns="urn:common" xmlns:absent="urn:absent">',
  '  <p:payment number="1"><Sum>100.00</Sum><!-- a remark --></p:payment>',
  "  <p:payment number='2'><Sum>250.50</Sum></p:payment>",
  "</p:request>",
].join("\n");

const authority = createAuthority();

/** Certificates that the samples lead to. */
export const trustAnchors = [authority.certificate];

/** A new identity of the samples' authority. */
export function issueSigner(kind = "256-A"): TestIdentity {
  return issueIdentity(authority, kind);
}

/** The sample request, signed in its envelope. */
export async function signSample(profile: XadesProfile, identity: TestIdentity, xml = request): Promise<string> {
  const signed = await signXadesElement({
    signer: signerOf(identity),
    profile,
    xml: new TextEncoder().encode(xml),
    envelope,
    signingTime,
    signatureId: "sig",
  });
  return new TextDecoder().decode(signed);
}

/** What is found out about a document of the samples' shape. */
export function verifySample(xml: string | Uint8Array, options: Partial<VerifyXadesOptions> = {}): XadesReport {
  const bytes = typeof xml === "string" ? new TextEncoder().encode(xml) : xml;
  return verifyXades(bytes, { elementPath: requestPath, ...options });
}

/** The checks that failed, as `name: failure`. */
export function failuresOf({ checks }: XadesReport): readonly string[] {
  return checks.flatMap((check) => (check.passed ? [] : [`${check.name}: ${check.failure}`]));
}

/** Replaces text that must be there: a test that changes nothing proves nothing. */
export function change(text: string, from: string | RegExp, to: string): string {
  const changed = text.replace(from, () => to);
  if (changed === text) throw new Error(`There is no ${from} to change.`);
  return changed;
}

/**
 * Makes the digests and the signature value right again after a change, with the key of the signer: what is refused then
 * is refused for its shape.
 */
export function signAgain(xml: string, { certificate, privateKey }: TestIdentity): string {
  const { bits } = certificate;
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  const digestOf = (bytes: Uint8Array): string => base64(streebog(bits, bytes));
  const { element, signature, properties } = partsOf(xml);
  const inclusive = xml.includes('CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"');
  const method = inclusive ? "inclusive" : "exclusive";
  const contentDigest = digestOf(canonicalize(element, { method: "exclusive", without: signature }));
  const propertiesDigest = digestOf(canonicalize(properties, { method }));
  const renewed = xml.replace(/<ds:Reference .*?<\/ds:Reference>/gs, (reference) => {
    const digest = reference.includes("#SignedProperties") ? propertiesDigest : contentDigest;
    return reference.replace(/(<ds:DigestValue>)[^<]*/, `$1${digest}`);
  });
  const message = canonicalize(partsOf(renewed).info, { method });
  const value = signDigest({ key: privateKey, digest: streebog(bits, message), random: { bytes: strongBytes } });
  return renewed.replace(/(<ds:SignatureValue>)[^<]*/, `$1${base64(value)}`);
}

function partsOf(xml: string) {
  const root = parseXml(new TextEncoder().encode(xml));
  const element = childNamed(childNamed(root, "Body"), "request");
  const signature = childNamed(element, "Signature");
  const properties = childNamed(
    childNamed(childNamed(signature, "Object"), "QualifyingProperties"),
    "SignedProperties",
  );
  return { element, signature, info: childNamed(signature, "SignedInfo"), properties };
}

function childNamed(element: XmlElement, localName: string): XmlElement {
  const found = element.children.find((child) => child.kind === "element" && child.localName === localName);
  if (found?.kind !== "element") throw new Error(`There is no ${localName}.`);
  return found;
}

function strongBytes(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length));
}

/** Whether two reports hand out the same content. */
export function sameContent(left: XadesReport, right: XadesReport): boolean {
  return left.content !== undefined && right.content !== undefined && equalBytes(left.content, right.content);
}
