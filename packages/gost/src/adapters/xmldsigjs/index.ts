/**
 * General XML documents through xmldsigjs and xadesjs: their object model and asynchronous signing, with GOST algorithms,
 * canonicalizations that are right, defaults that make a signature fit for exchange, and a strict verifier in front.
 *
 * Needs the optional peers `xmldsigjs`, `xadesjs`, `xml-core` and `@xmldom/xmldom`; `xpath` only where you use XPath
 * transforms of xmldsigjs yourself.
 *
 * @packageDocumentation
 */
export { type GostAlgorithm, type GostKey, gostAlgorithm, signingKey, verificationKey } from "./algorithms.js";
export { createGostSignedXml, type GostSignedXml } from "./gost-signed-xml.js";
export { registerGost } from "./register.js";
export { type ProductionPlace, type SignXadesDocumentOptions, signXadesDocument } from "./sign-xades-document.js";
export { type ClaimedProperties, verifyXadesDocument, type XadesDocumentReport } from "./verify-xades-document.js";
