import { OporaError } from "@opora/core";

/** Codes of the errors that `@opora/gost` throws. A bad signature is not an error: verification returns a report. */
export type GostErrorCode =
  /** DER or BER that cannot be read: truncated, too deep, wrong tag, non-minimal. */
  | "GOST_ASN1_INVALID"
  /** A PEM text without the expected block. */
  | "GOST_PEM_INVALID"
  /** An algorithm or parameter set outside GOST R 34.10-2012 and GOST R 34.11-2012. */
  | "GOST_ALGORITHM_UNSUPPORTED"
  | "GOST_KEY_INVALID"
  | "GOST_PASSWORD_WRONG"
  | "GOST_CERTIFICATE_INVALID"
  | "GOST_CRL_INVALID"
  | "GOST_PKCS12_INVALID"
  | "GOST_CMS_INVALID"
  | "GOST_XML_INVALID"
  /** A signer answered with something that is not a signature under its certificate. */
  | "GOST_SIGNER_WRONG_SIGNATURE"
  /** A signer did not answer, or refused. */
  | "GOST_SIGNER_FAILED"
  /** The random source returned too few bytes, or the same useless ones again and again. */
  | "GOST_RANDOM_INVALID"
  /** More bytes, levels or rounds than are read. */
  | "GOST_LIMIT_EXCEEDED"
  | "GOST_OPTIONS_INVALID";

/** An error of `@opora/gost`: input that cannot be read, or a signer that failed. */
export class GostError extends OporaError<GostErrorCode> {
  static override readonly brand: string = "@opora/gost/GostError";
}
