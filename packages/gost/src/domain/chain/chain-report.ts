import type { GostCertificate } from "../certificate/certificate.js";

/** What {@link verifyChain} looks at, once for each certificate of the path that it concerns. */
export type ChainCheckName =
  /** The path ends at a trust anchor. */
  | "trustAnchor"
  /** The instant lies in the certificate's period of validity. */
  | "validity"
  /** The issuer's signature is of GOST R 34.10-2012, as long as the issuer's key, and verifies. */
  | "signature"
  /** The certificate of an authority says that it is one. */
  | "basicConstraints"
  /** Not more authorities stand below than the certificate allows. */
  | "pathLength"
  /** The key may be used for what it is used for. */
  | "keyUsage"
  /** The signer's certificate is meant for the purpose that the caller named. */
  | "purpose"
  /** There is no critical extension that is not understood here. */
  | "criticalExtensions"
  /** A current list of the issuer says that the certificate is not revoked. */
  | "revocation";

/** Why a check failed. */
export type ChainFailure =
  | "issuer-unknown"
  | "path-too-long"
  | "not-yet-valid"
  | "expired"
  | "algorithm-unsupported"
  | "signature-wrong"
  /** More signatures were wrong than are verified: the message holds authorities made to waste time. */
  | "search-exhausted"
  | "not-an-authority"
  | "path-length-exceeded"
  | "usage-not-allowed"
  | "purpose-not-allowed"
  | "critical-extension-unknown"
  | "revoked"
  | "crl-missing"
  | "crl-stale"
  | "crl-not-yet-valid"
  | "crl-signature-wrong"
  | "crl-not-authorized"
  | "crl-unsupported";

/** Outcome of one check. */
export type ChainCheck = {
  readonly name: ChainCheckName;
  /** Which certificate of {@link ChainReport.path}: 0 is the one in question. */
  readonly certificate: number;
} & (
  | { readonly passed: true }
  | {
      readonly passed: false;
      readonly failure: ChainFailure;
      /** For people: what is wrong, without names of persons. */
      readonly message: string;
    }
);

/** What {@link verifyChain} found. */
export interface ChainReport {
  /** Whether every check passed. */
  readonly valid: boolean;
  /** From the certificate in question to the trust anchor, as far as a path was found. */
  readonly path: readonly GostCertificate[];
  readonly checks: readonly ChainCheck[];
  /** Which certificates were checked for revocation. */
  readonly revocation: RevocationPolicy;
}

/** Which certificates must be shown not to be revoked: none, the one in question, all but the trust anchor. */
export const revocationPolicies = ["off", "certificate", "path"] as const;

/** One of {@link revocationPolicies}. */
export type RevocationPolicy = (typeof revocationPolicies)[number];

/** Outcome of a check before it is put into the report. */
export type Finding = { readonly failure: ChainFailure; readonly message: string } | undefined;
