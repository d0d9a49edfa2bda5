/** One ASN.1 value as it stands in the bytes: views into the input, nothing copied. */
export interface DerElement {
  /** Identifier octets as a number, see {@link derTag}. */
  readonly tag: number;
  /** The octets after the length. */
  readonly content: Uint8Array;
  /** Identifier, length and content. */
  readonly encoded: Uint8Array;
  /** Where the value stands, for error messages: `certificate.tbsCertificate.issuer`. */
  readonly path: string;
}
