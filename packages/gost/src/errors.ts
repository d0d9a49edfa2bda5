import { OporaError } from "@opora/core";

/** Codes of the errors that `@opora/gost` throws. A bad signature is not an error: verification returns a report. */
export type GostErrorCode =
  /** DER or BER that cannot be read: truncated, too deep, wrong tag, non-minimal. */
  | "GOST_ASN1_INVALID"
  /** A PEM text without the expected block. */
  | "GOST_PEM_INVALID"
  /** An algorithm or parameter set outside GOST R 34.10-2012 and GOST R 34.11-2012. */
  | "GOST_ALGORITHM_UNSUPPORTED"
  /** A number or a point that is no key, a key that does not fit its certificate or digest. */
  | "GOST_KEY_INVALID"
  /** The password does not open the key or the container, or is missing. */
  | "GOST_PASSWORD_WRONG"
  /** DER that is no X.509 certificate. */
  | "GOST_CERTIFICATE_INVALID"
  /** DER that is no X.509 revocation list. */
  | "GOST_CRL_INVALID"
  /** A PKCS#12 container without a key and its certificate, or not protected by a password. */
  | "GOST_PKCS12_INVALID"
  /** A message that is no CMS, or cannot be made. */
  | "GOST_CMS_INVALID"
  /** An XML document that is not well-formed, has a DOCTYPE or cannot be signed as asked. */
  | "GOST_XML_INVALID"
  /** A signer answered with something that is not a signature under its certificate. */
  | "GOST_SIGNER_WRONG_SIGNATURE"
  /** A signer did not answer, or refused. */
  | "GOST_SIGNER_FAILED"
  /** The random source returned too few bytes, or the same useless ones again and again. */
  | "GOST_RANDOM_INVALID"
  /** More bytes, levels or rounds than are read. */
  | "GOST_LIMIT_EXCEEDED"
  /** An option that does not exist or makes no sense; `details.path` names it. */
  | "GOST_OPTIONS_INVALID";

/** An error of `@opora/gost`: input that cannot be read, or a signer that failed. */
export class GostError extends OporaError<GostErrorCode> {
  static override readonly brand: string = "@opora/gost/GostError";
}
