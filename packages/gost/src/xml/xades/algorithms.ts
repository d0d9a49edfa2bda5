import type { GostBits } from "@opora/gost";

/** Namespace of XML Signature (W3C REC-xmldsig-core-20020212). */
export const signatureNamespace = "http://www.w3.org/2000/09/xmldsig#";

/** Namespace of XAdES 1.3.2 (ETSI TS 101 903). */
export const xadesNamespace = "http://uri.etsi.org/01903/v1.3.2#";

/** `Type` of the reference that covers the signed properties. */
export const signedPropertiesType = "http://uri.etsi.org/01903#SignedProperties";

/** Identifiers of transforms and canonicalizations. */
export const transformUri = {
  envelopedSignature: "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
  exclusive: "http://www.w3.org/2001/10/xml-exc-c14n#",
  inclusive: "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
} as const;

const registry = "urn:ietf:params:xml:ns:cpxmlsec:algorithms:";

/** Identifiers of the digest and the signature of one key length, as they are written. */
export interface XmlAlgorithmSuite {
  /** Streebog. */
  readonly digest: string;
  /** GOST R 34.10-2012 with Streebog. */
  readonly signature: string;
}

/** The identifiers by key length (draft-chudov-cryptopro-cpxmldsig). */
export const xmlAlgorithms: Readonly<Record<GostBits, XmlAlgorithmSuite>> = {
  256: { digest: `${registry}gostr34112012-256`, signature: `${registry}gostr34102012-gostr34112012-256` },
  512: { digest: `${registry}gostr34112012-512`, signature: `${registry}gostr34102012-gostr34112012-512` },
};

const digestBits: ReadonlyMap<string, GostBits> = new Map([
  [xmlAlgorithms[256].digest, 256],
  [xmlAlgorithms[512].digest, 512],
]);

/** Some signers leave the last dash of the signature's identifier out; it is read, and never written. */
const signatureBits: ReadonlyMap<string, GostBits> = new Map([
  [xmlAlgorithms[256].signature, 256],
  [xmlAlgorithms[512].signature, 512],
  [`${registry}gostr34102012-gostr34112012256`, 256],
  [`${registry}gostr34102012-gostr34112012512`, 512],
]);

/** Length of the digest that the identifier names; `undefined` for everything but Streebog. */
export function bitsOfDigest(uri: string): GostBits | undefined {
  return digestBits.get(uri);
}

/** Key length that the identifier names; `undefined` for everything but GOST R 34.10-2012. */
export function bitsOfSignature(uri: string): GostBits | undefined {
  return signatureBits.get(uri);
}
