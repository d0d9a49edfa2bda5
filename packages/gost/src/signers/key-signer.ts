import { type Random, systemRandom } from "@opora/core";
import {
  derivePublicKey,
  type GostCertificate,
  GostError,
  type GostPrivateKey,
  type GostSigner,
  refuseUnknownOptions,
  samePublicKey,
  signDigest,
} from "@opora/gost";

/** What a {@link createKeySigner} needs. */
export interface KeySignerOptions {
  readonly key: GostPrivateKey;
  /** Certificate of the key. */
  readonly certificate: GostCertificate;
  /** Issuers of the certificate, from the nearest upwards. Default: none. */
  readonly chain?: readonly GostCertificate[];
  /** A cryptographically strong source. Default: the generator of Node. */
  readonly random?: Random;
}

const knownOptions: readonly (keyof KeySignerOptions)[] = ["key", "certificate", "chain", "random"];

/**
 * A signer that holds the private key in the memory of this process. JavaScript numbers can be neither wiped nor computed
 * with in constant time: keys that matter belong into a token, a remote service or a certified provider.
 *
 * @throws GostError `GOST_KEY_INVALID` when the key is not the one of the certificate, `GOST_OPTIONS_INVALID`
 */
export function createKeySigner(options: KeySignerOptions): GostSigner {
  refuseUnknownOptions(options, knownOptions);
  const { key, certificate, chain = [], random = systemRandom } = options;
  if (!samePublicKey(derivePublicKey(key), certificate.publicKey)) {
    throw new GostError("GOST_KEY_INVALID", "The private key does not belong to the certificate.", {
      details: { serialNumber: certificate.serialNumber.toString(16) },
    });
  }
  return {
    certificate,
    chain,
    async sign({ digest }, { signal } = {}) {
      signal?.throwIfAborted();
      return signDigest({ key, digest, random });
    },
  };
}
