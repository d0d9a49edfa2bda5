import {
  type GostBits,
  type GostCertificate,
  type GostSigner,
  signVerified,
  streebog,
  verifyDigest,
} from "@opora/gost";
import { xmlAlgorithms } from "@opora/gost/xml";
import { Stringify } from "xml-core";
import { HashAlgorithm, type IHashAlgorithm, type ISignatureAlgorithm, SignatureAlgorithm } from "xmldsigjs";

/** How xmldsigjs names an algorithm, as WebCrypto does. */
export interface GostAlgorithm {
  readonly name: string;
  readonly hash: string;
}

/** The algorithm of one key length. */
export function gostAlgorithm(bits: GostBits): GostAlgorithm {
  return { name: `GOST R 34.10-2012-${bits}`, hash: `GOST R 34.11-2012-${bits}` };
}

/** Stands where xmldsigjs passes a `CryptoKey` from its caller to its algorithm and does not look at it. */
export interface GostKey {
  readonly algorithm: GostAlgorithm;
  readonly type: "gost";
  readonly certificate: GostCertificate;
  readonly signer: GostSigner | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * The key of a signer, for `SignedXml.Sign` of xmldsigjs and its descendants. Each signature that the signer returns is
 * verified under its certificate.
 */
export function signingKey(signer: GostSigner, options: { readonly signal?: AbortSignal } = {}): GostKey {
  const { certificate } = signer;
  const algorithm = gostAlgorithm(certificate.bits);
  return { algorithm, type: "gost", certificate, signer, signal: options.signal };
}

/** The key of a certificate, for `SignedXml.Verify` of xmldsigjs and its descendants. */
export function verificationKey(certificate: GostCertificate): GostKey {
  const algorithm = gostAlgorithm(certificate.bits);
  return { algorithm, type: "gost", certificate, signer: undefined, signal: undefined };
}

/** Streebog as a digest algorithm of xmldsigjs. */
export function digestAlgorithm(bits: GostBits): new () => IHashAlgorithm {
  return class extends HashAlgorithm {
    override algorithm = { name: gostAlgorithm(bits).hash };
    override namespaceURI = xmlAlgorithms[bits].digest;

    override async Digest(content: unknown): Promise<Uint8Array> {
      return streebog(bits, bytesOf(content));
    }
  };
}

/** GOST R 34.10-2012 as a signature algorithm of xmldsigjs, under the identifier `uri`. */
export function signatureAlgorithm(bits: GostBits, uri: string) {
  return class GostSignatureAlgorithm extends SignatureAlgorithm {
    override algorithm = gostAlgorithm(bits);
    override namespaceURI = uri;

    static fromAlgorithm({ name }: { readonly name: string }): ISignatureAlgorithm | null {
      return name === gostAlgorithm(bits).name ? new GostSignatureAlgorithm() : null;
    }

    override async Sign(signedInfo: string, key: unknown): Promise<ArrayBuffer> {
      const { signer, signal } = key as GostKey;
      if (signer === undefined) throw new Error("A verification key cannot sign.");
      const signature = await signVerified(signer, bytesOf(signedInfo), signal === undefined ? {} : { signal });
      return Uint8Array.from(signature).buffer;
    }

    override async Verify(signedInfo: string, key: unknown, signature: Uint8Array): Promise<boolean> {
      const { certificate } = key as GostKey;
      if (certificate.bits !== bits) return false;
      const digest = streebog(bits, bytesOf(signedInfo));
      return verifyDigest({ key: certificate.publicKey, digest, signature });
    }
  };
}

/** xmldsigjs digests texts, bytes and nodes. */
function bytesOf(content: unknown): Uint8Array {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (ArrayBuffer.isView(content)) return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  return new TextEncoder().encode(Stringify(content as Parameters<typeof Stringify>[0]));
}
