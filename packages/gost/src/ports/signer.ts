import type { GostBits } from "../domain/bits.js";
import type { GostCertificate } from "../domain/certificate/certificate.js";

/** What is to be signed, twice: engines and providers need the message, tokens and remote services the digest. */
export interface SignRequest {
  /** Key length of the signer's certificate. */
  readonly bits: GostBits;
  /** The bytes to be signed: the DER `SET OF` signed attributes, or the canonical `SignedInfo`. */
  readonly message: Uint8Array;
  /** Streebog digest of {@link SignRequest.message}, in wire order. */
  readonly digest: Uint8Array;
}

/**
 * Port: whoever holds the private key — a file, a token, a remote service.
 *
 * Every signature that `sign` returns is verified under {@link GostSigner.certificate} before it is used; a signer need
 * not check its own work. `sign` may be called concurrently.
 */
export interface GostSigner {
  /** Certificate of the signing key. */
  readonly certificate: GostCertificate;
  /** Issuers of the certificate, from the nearest upwards; may be empty. */
  readonly chain: readonly GostCertificate[];
  /** Returns the signature as `s || r`, each part big-endian (RFC 4491 §2.2.2), 64 or 128 bytes. */
  sign(request: SignRequest, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array>;
  /** Lets go of what the signer holds: a session, a child process. */
  close?(): Promise<void>;
}
