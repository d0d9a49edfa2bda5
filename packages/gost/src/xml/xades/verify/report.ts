import type { ChainReport, GostCertificate } from "@opora/gost";
import type { XadesProfile } from "../profile.js";

/** What is checked, in this order; what cannot be checked after a failure is left out. */
export type XadesCheckName =
  /** It is XML within the limits, without a DOCTYPE. */
  | "document"
  /** Exactly one element stands where the signed element is expected. */
  | "position"
  /** That element has exactly one signature, as its own child, built as XAdES-BES is and with nothing else in it. */
  | "structure"
  /** The identifiers that tie the signature together occur once in the document, and lead where they should. */
  | "identifiers"
  /** There are exactly two references, with exactly the transforms of one of the profiles. */
  | "references"
  /** The signer's certificate came with the signature and can be read. */
  | "certificate"
  /** The certificate allows its key to sign. */
  | "keyUsage"
  /** Digests and signature are of GOST R 34.11-2012 and 34.10-2012, as long as the certificate's key. */
  | "algorithms"
  /** The signed element is the one that was signed. */
  | "contentDigest"
  /** The signed properties are those that were signed. */
  | "propertiesDigest"
  /** The signature verifies under the certificate's key. */
  | "signature"
  /** The signed reference to a certificate means this one and no other. */
  | "signingCertificate"
  /** The claimed time lies within the certificate's period of validity. */
  | "signingTime"
  /** The certificate leads to a trust anchor; only with trust anchors. */
  | "chain"
  /** xmldsigjs, whose parser and transforms are others, accepts it too; only by `@opora/gost/xmldsigjs`. */
  | "secondReader";

/** Why a check failed. */
export type XadesFailure =
  | "not-well-formed"
  | "limit-exceeded"
  | "element-missing"
  | "element-repeated"
  | "signature-missing"
  | "signature-repeated"
  | "structure-wrong"
  | "identifier-wrong"
  | "identifier-repeated"
  | "reference-wrong"
  | "profile-not-allowed"
  | "certificate-unreadable"
  | "usage-not-allowed"
  | "algorithm-unsupported"
  | "algorithm-mismatch"
  | "digest-differs"
  | "signature-wrong"
  | "certificate-differs"
  | "time-malformed"
  | "time-outside-validity"
  | "not-trusted"
  | "readers-differ";

/** Outcome of one check. */
export type XadesCheck = { readonly name: XadesCheckName } & (
  | { readonly passed: true }
  | {
      readonly passed: false;
      readonly failure: XadesFailure;
      /** For people: what is wrong, without names of persons. */
      readonly message: string;
    }
);

/** What `verifyXades` found out about a signed document. */
export interface XadesReport {
  /** Whether every check passed. */
  readonly valid: boolean;
  /** Whether it is valid and its certificate leads to a trust anchor. Without trust anchors nobody is trusted. */
  readonly trusted: boolean;
  readonly checks: readonly XadesCheck[];
  readonly profile: XadesProfile | undefined;
  /** The certificate that the signature names as the signer's, when it could be read. */
  readonly certificate: GostCertificate | undefined;
  /** When the signer claims to have signed. Only a time stamp would prove it, and those are not checked here. */
  readonly signingTime: Date | undefined;
  /** How trust was established, when there were trust anchors. */
  readonly chain: ChainReport | undefined;
  /**
   * The signed element without its signature in exclusive canonical form, exactly as it was verified; handed out only
   * when the document is valid. Read it with `parseXml` and use nothing else of the document.
   */
  readonly content: Uint8Array | undefined;
}

/** Outcome of a check before it is put into a report: why it failed, or nothing. */
export type XadesFinding = { readonly failure: XadesFailure; readonly message: string } | undefined;
