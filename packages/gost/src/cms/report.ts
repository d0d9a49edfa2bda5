import type { ChainReport, GostCertificate } from "@opora/gost";

/** What is checked of the message as a whole. */
export type CmsMessageCheckName =
  /** It is SignedData in DER or BER, within the limits. */
  | "structure"
  /** The content is there, attached or given; if both, they are the same. */
  | "content"
  /** There is at least one signature. */
  | "signers";

/** What is checked of each signature, in this order; what cannot be checked after a failure is left out. */
export type CmsSignerCheckName =
  /** The signer's certificate is known: it came with the message or was given. */
  | "certificate"
  /** The certificate allows its key to sign. */
  | "keyUsage"
  /** Digest and signature are of GOST R 34.10-2012 and 34.11-2012, as long as the certificate's key. */
  | "algorithms"
  /** The signed attributes are well-formed, none occurs twice, and none that must be there is missing. */
  | "attributes"
  /** The signed content type is that of the message. */
  | "contentType"
  /** The signed digest is that of the content. */
  | "messageDigest"
  /** The signature verifies under the certificate's key. */
  | "signature"
  /** The signed reference to a certificate means the signer's and no other. */
  | "signingCertificate"
  /** The claimed time lies within the certificate's period of validity. */
  | "signingTime"
  /** The certificate leads to a trust anchor; only with trust anchors. */
  | "chain";

/** Why a check failed. */
export type CmsFailure =
  | "not-signed-data"
  | "limit-exceeded"
  | "content-missing"
  | "content-differs"
  | "no-signers"
  | "certificate-unknown"
  | "usage-not-allowed"
  | "algorithm-unsupported"
  | "algorithm-mismatch"
  | "attribute-malformed"
  | "attribute-repeated"
  | "attribute-missing"
  | "attributes-as-content"
  | "content-type-differs"
  | "digest-differs"
  | "signature-wrong"
  | "certificate-differs"
  | "time-outside-validity"
  | "signing-time-missing"
  | "not-trusted";

/** Outcome of one check. */
export type CmsCheck<Name extends CmsMessageCheckName | CmsSignerCheckName> = { readonly name: Name } & (
  | { readonly passed: true }
  | {
      readonly passed: false;
      readonly failure: CmsFailure;
      /** For people: what is wrong, without names of persons. */
      readonly message: string;
    }
);

/** `cades-bes`: the signature also binds the signer's certificate (RFC 5126 §4.3.1); `cms`: it does not. */
export type CmsLevel = "cms" | "cades-bes";

/** What {@link verifyCms} found out about one signature. */
export interface CmsSignerReport {
  /** Whether the content was there to be checked, and every check of this signature passed. */
  readonly valid: boolean;
  /** Whether it is valid and its certificate leads to a trust anchor. Without trust anchors nobody is trusted. */
  readonly trusted: boolean;
  readonly level: CmsLevel;
  readonly checks: readonly CmsCheck<CmsSignerCheckName>[];
  /** The signer's certificate, when it is known. */
  readonly certificate: GostCertificate | undefined;
  /** When the signer claims to have signed. Only a time stamp would prove it, and those are not checked here. */
  readonly signingTime: Date | undefined;
  /** Object identifiers of the unsigned attributes, time stamps among them: they are not checked. */
  readonly unsignedAttributes: readonly string[];
  /** How trust was established, when there were trust anchors and a certificate. */
  readonly chain: ChainReport | undefined;
}

/** What {@link verifyCms} found out about a message. */
export interface CmsReport {
  /** Whether there is a signature, and every check of the message and of each signature passed. */
  readonly valid: boolean;
  /** Whether it is valid and every signer is trusted. A message that is only valid may be anybody's. */
  readonly trusted: boolean;
  /** The lowest level among the signatures; `undefined` when there are none. */
  readonly level: CmsLevel | undefined;
  readonly checks: readonly CmsCheck<CmsMessageCheckName>[];
  readonly signers: readonly CmsSignerReport[];
  /** The attached content, exactly as it was verified; handed out only when the message is valid. */
  readonly content: Uint8Array | undefined;
}

/** Outcome of a check before it is put into a report: why it failed, or nothing. */
export type CmsFinding = { readonly failure: CmsFailure; readonly message: string } | undefined;

/** Puts a finding into a report. */
export function checkOf<Name extends CmsMessageCheckName | CmsSignerCheckName>(
  name: Name,
  finding: CmsFinding,
): CmsCheck<Name> {
  return { name, ...(finding === undefined ? { passed: true } : { passed: false, ...finding }) };
}
