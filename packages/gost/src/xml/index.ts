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
  XmlOpenTag,
  XmlProcessingInstruction,
  XmlText,
} from "./tree/node.js";
export { parseXml } from "./tree/parse-xml.js";
