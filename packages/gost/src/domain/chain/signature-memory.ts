import { findSuite } from "../algorithm/algorithms.js";
import type { GostCertificate } from "../certificate/certificate.js";
import type { GostPublicKey } from "../signature/keys.js";
import { verifyDigest } from "../signature/verify-digest.js";
import { streebog } from "../streebog/streebog.js";

/** A signed structure, certificate or list, as far as its signature is concerned. */
export interface SignedStructure {
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
}

/** What is known of a signature; `untried`: so many were wrong already that no more are computed. */
export type SignatureVerdict = "right" | "wrong" | "algorithm-differs" | "untried";

/** Verifies signatures of certificates and lists, each under each key once. */
export interface SignatureMemory {
  verdict(structure: SignedStructure, issuer: GostCertificate): SignatureVerdict;
}

/**
 * Honest certificates yield hardly any. Right signatures need no bound of their own: a certificate has one key that made
 * it, and what a message may hold is bounded.
 */
const maxWrongSignatures = 128;

/**
 * Starts a memory for one verification. A hostile message can hold many authorities of the same name that certify one
 * another in every way: without a memory each path and each signer would have them all verified again, and without the
 * bound every certificate under every key.
 */
export function createSignatureMemory(): SignatureMemory {
  const digests = new Map<SignedStructure, Uint8Array>();
  const verdicts = new Map<SignedStructure, Map<string, boolean>>();
  let wrongSignatures = 0;

  const digestOf = (structure: SignedStructure, issuer: GostCertificate): Uint8Array => {
    const digest = digests.get(structure) ?? streebog(issuer.bits, structure.tbs);
    digests.set(structure, digest);
    return digest;
  };

  return {
    verdict(structure, issuer) {
      // The digest is as long as the key that signs; the algorithm of a structure names one length, so it has one digest.
      if (findSuite("signature", structure.signatureAlgorithm)?.bits !== issuer.bits) return "algorithm-differs";
      const known = verdicts.get(structure) ?? new Map<string, boolean>();
      verdicts.set(structure, known);
      // By the key and not by the certificate: a key may stand in any number of certificates.
      const key = identityOf(issuer.publicKey);
      let right = known.get(key);
      if (right === undefined) {
        if (wrongSignatures >= maxWrongSignatures) return "untried";
        const { signature } = structure;
        right = verifyDigest({ key: issuer.publicKey, digest: digestOf(structure, issuer), signature });
        known.set(key, right);
        if (!right) wrongSignatures++;
      }
      return right ? "right" : "wrong";
    },
  };
}

function identityOf({ curve, x, y }: GostPublicKey): string {
  return `${curve.name}:${x.toString(16)}:${y.toString(16)}`;
}
