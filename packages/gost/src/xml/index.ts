/**
 * XML signatures with GOST R 34.10-2012: canonicalization, XAdES-BES, and a strict verifier.
 *
 * @packageDocumentation
 */
export { type CanonicalizationOptions, canonicalize } from "./canonical/canonicalize.js";
export { defaultXmlLimits, type XmlLimits } from "./tree/limits.js";
export { namespacesInScope } from "./tree/namespace-scope.js";
export type {
  XmlAttribute,
  XmlComment,
  XmlElement,
  XmlName,
  XmlNamespaceDeclaration,
  XmlNode,
  XmlProcessingInstruction,
  XmlText,
} from "./tree/node.js";
export { parseXml } from "./tree/parse-xml.js";
export {
  signatureNamespace,
  signedPropertiesType,
  transformUri,
  type XmlAlgorithmSuite,
  xadesNamespace,
  xmlAlgorithms,
} from "./xades/algorithms.js";
export { type CreateXadesSignatureOptions, createXadesSignature } from "./xades/create-xades-signature.js";
export { describeXadesReport } from "./xades/describe-report.js";
export {
  type EmbedXadesSignatureOptions,
  embedXadesSignature,
  type SignedPlaceOptions,
  type UnsignedElement,
} from "./xades/embed-xades-signature.js";
export type { XadesProfile } from "./xades/profile.js";
export { type SignXadesElementOptions, signXadesElement } from "./xades/sign-xades-element.js";
export type { SignatureContext } from "./xades/signature-context.js";
export type { XadesCheck, XadesCheckName, XadesFailure, XadesReport } from "./xades/verify/report.js";
export type { TrustOptions } from "./xades/verify/trust.js";
export { type VerifyXadesOptions, verifyXades } from "./xades/verify/verify-xades.js";
