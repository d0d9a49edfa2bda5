import { OporaError } from "@opora/core";
import { isBytes, reverseBytes } from "./domain/bytes.js";
import { verifyDigest } from "./domain/signature/verify-digest.js";
import { streebog } from "./domain/streebog/streebog.js";
import { GostError } from "./errors.js";
import type { GostSigner } from "./ports/signer.js";

/**
 * Has `signer` sign `message` and verifies the answer under the signer's certificate, so that a wrong key, a wrong order
 * of bytes or a broken token is noticed here and not by the recipient.
 *
 * @returns the signature, `s || r`, each part big-endian.
 * @throws {@link GostError} `GOST_SIGNER_WRONG_SIGNATURE` when the answer is no signature under the certificate,
 * `GOST_SIGNER_FAILED` when the signer threw; errors of Opora's own classes and the abort reason pass unchanged.
 */
export async function signVerified(
  signer: GostSigner,
  message: Uint8Array,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  const { bits, publicKey } = signer.certificate;
  const digest = streebog(bits, message);
  // Copies both ways: what is verified must be what was asked for and what is handed on, whatever the signer does to it.
  const request = { bits, message: Uint8Array.from(message), digest: Uint8Array.from(digest) };
  const answer: unknown = await requestSignature(signer, request, options.signal);
  const signature = isBytes(answer) ? Uint8Array.from(answer) : new Uint8Array();
  if (verifyDigest({ key: publicKey, digest, signature })) return signature;
  const reversed = verifyDigest({ key: publicKey, digest, signature: reverseBytes(signature) });
  throw new GostError(
    "GOST_SIGNER_WRONG_SIGNATURE",
    reversed
      ? "The signer returned the signature with its bytes in reverse order: its adapter must turn them round."
      : "The signer returned something that is not a signature under its certificate: check that key and certificate belong together.",
    { details: { bits, signatureLength: signature.length, reversed } },
  );
}

async function requestSignature(
  signer: GostSigner,
  request: Parameters<GostSigner["sign"]>[0],
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  try {
    return await signer.sign(request, signal === undefined ? {} : { signal });
  } catch (cause) {
    if (signal?.aborted || OporaError.is(cause)) throw cause;
    throw new GostError("GOST_SIGNER_FAILED", "The signer failed; its own error is the cause of this one.", { cause });
  }
}
