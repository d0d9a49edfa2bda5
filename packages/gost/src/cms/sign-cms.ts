import {
  dateOption,
  type GostCertificate,
  type GostSigner,
  integerOption,
  invalidOption,
  refuseUnknownOptions,
  signVerified,
  streebog,
} from "@opora/gost";
import { type CmsContent, collectContent, digestContent } from "./content.js";
import { cmsOid } from "./object-identifiers.js";
import { writeSignedAttributes, writeSignedData } from "./write-signed-data.js";

/** What {@link signCms} signs, and how. */
export interface SignCmsOptions {
  readonly signer: GostSigner;
  /** The bytes as they are: nothing is re-encoded and no line ends are changed. A stream is read once. */
  readonly content: CmsContent;
  /** When the signer says that it signed; kept to the second. */
  readonly signingTime: Date;
  /** Whether the content travels apart or inside. Default: `detached`. */
  readonly mode?: "detached" | "attached";
  /** Which certificates travel with the signature. Default: `chain`, the signer's and its issuers' as the signer has them. */
  readonly certificates?: "chain" | "signer" | "none";
  /** Object identifier of the content's type. Default: data, bytes without a type of their own. */
  readonly contentType?: string;
  /** The largest content that is attached, in bytes; a detached one has no limit. Default: 32 MiB; at most 2 GiB. */
  readonly maxAttachedBytes?: number;
  readonly signal?: AbortSignal;
}

const knownOptions: readonly (keyof SignCmsOptions)[] = [
  "signer",
  "content",
  "signingTime",
  "mode",
  "certificates",
  "contentType",
  "maxAttachedBytes",
  "signal",
];

/**
 * Signs a content as CMS with the attributes of CAdES-BES: content type, message digest, signing time and the signer's
 * certificate (RFC 5652, RFC 5126 §4.3.1). The signature is verified under the signer's certificate before it is used.
 *
 * @returns the message in DER; {@link encodeCms} makes base64 or PEM of it.
 * @throws GostError `GOST_SIGNER_FAILED`, `GOST_SIGNER_WRONG_SIGNATURE`; `GOST_LIMIT_EXCEEDED` for a content too large
 * to be attached; `GOST_OPTIONS_INVALID`
 *
 * @example A detached signature of a file of any size:
 * ```ts
 * const signer = createPemSigner({ key: await readFile("signer.key"), certificate: await readFile("signer.crt") });
 * const signature = await signCms({ signer, content: createReadStream("document.xml"), signingTime: new Date() });
 * await writeFile("document.xml.sig", signature);
 * ```
 */
export async function signCms(options: SignCmsOptions): Promise<Uint8Array> {
  refuseUnknownOptions(options, knownOptions);
  const { signer, signingTime, contentType = cmsOid.data, signal } = options;
  dateOption("signingTime", signingTime);
  const certificates = certificatesToSend(options);
  const { certificate } = signer;
  const { content, digest } = await readContent(options);
  const signedAttributes = writeSignedAttributes({ contentType, contentDigest: digest, signingTime, certificate });
  const signature = await signVerified(signer, signedAttributes, signal === undefined ? {} : { signal });
  return writeSignedData({ contentType, content, certificate, certificates, signedAttributes, signature });
}

async function readContent(
  options: SignCmsOptions,
): Promise<{ readonly content: Uint8Array | undefined; readonly digest: Uint8Array }> {
  const { signer, mode = "detached", signal } = options;
  const maxAttachedBytes = integerOption("maxAttachedBytes", options.maxAttachedBytes, {
    from: 0,
    to: 2 ** 31 - 1,
    otherwise: 32 * 1024 * 1024,
  });
  const { bits } = signer.certificate;
  switch (mode) {
    case "detached":
      return { content: undefined, digest: await digestContent(options.content, bits, signal) };
    case "attached": {
      const content = await collectContent(options.content, maxAttachedBytes, signal);
      return { content, digest: streebog(bits, content) };
    }
    default:
      throw invalidOption("mode", "must be detached or attached");
  }
}

function certificatesToSend({ signer, certificates = "chain" }: SignCmsOptions): readonly GostCertificate[] {
  switch (certificates) {
    case "chain":
      return [signer.certificate, ...signer.chain];
    case "signer":
      return [signer.certificate];
    case "none":
      return [];
    default:
      throw invalidOption("certificates", "must be chain, signer or none");
  }
}
