import { concatBytes, type GostCertificate, GostError, reverseBytes, verifyDigest } from "@opora/gost";

/**
 * How a provider may lay out the two numbers of a signature. We want `s || r`, each big-endian; CryptoPro's
 * `CryptSignHash` returns that byte-reversed, others swap the halves, or turn each of them round.
 */
const rearrangements: readonly ((signature: Uint8Array) => Uint8Array)[] = [
  (signature) => signature,
  reverseBytes,
  swapHalves,
  (signature) => reverseBytes(swapHalves(signature)),
];

/** Brings a signature over `digest` into the order `s || r`. */
export type SignatureOrder = (signature: Uint8Array, digest: Uint8Array) => Uint8Array;

/**
 * Finds out on the first signature how a provider lays it out, by trying which layout verifies under `certificate`, and
 * keeps to that: the layout is a property of the provider, and a later signature that does not fit is a wrong signature.
 *
 * @throws GostError `GOST_SIGNER_WRONG_SIGNATURE` from the returned function when the length is wrong, or when no
 * layout of the first signature verifies.
 */
export function detectSignatureOrder(certificate: GostCertificate): SignatureOrder {
  const { bits, publicKey: key } = certificate;
  let known: ((signature: Uint8Array) => Uint8Array) | undefined;
  return (signature, digest) => {
    if (signature.length !== bits / 4) {
      throw new GostError(
        "GOST_SIGNER_WRONG_SIGNATURE",
        `The signer returned ${signature.length} bytes; a signature under its certificate has ${bits / 4}.`,
        { details: { length: signature.length, expected: bits / 4 } },
      );
    }
    known ??= rearrangements.find((rearrange) => verifyDigest({ key, digest, signature: rearrange(signature) }));
    if (known === undefined) {
      throw new GostError(
        "GOST_SIGNER_WRONG_SIGNATURE",
        "The signer's answer does not verify under its certificate in any byte order. Check that key and certificate " +
          "belong together, and whether the signer hashes what was meant to be signed as it is.",
      );
    }
    return known(signature);
  };
}

function swapHalves(bytes: Uint8Array): Uint8Array {
  const half = bytes.length / 2;
  return concatBytes(bytes.subarray(half), bytes.subarray(0, half));
}
