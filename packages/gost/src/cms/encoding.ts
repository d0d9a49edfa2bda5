import { decodePem, encodePem, GostError } from "@opora/gost";

/** How a CMS message is written into a file: `der` is binary, the others are text. */
export type CmsEncoding = "der" | "base64" | "pem";

const pemLabels: readonly string[] = ["CMS", "PKCS7", "PKCS #7 SIGNED DATA"];
const base64Form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** The first octet of every CMS message, in DER and in BER; no base64 of one begins with the same character. */
const sequenceTag = 0x30;

/**
 * Writes a CMS message: as it is, as base64 on one line, or as PEM with the label `CMS` (RFC 7468 §9).
 *
 * @example
 * ```ts
 * await writeFile("document.xml.sig", encodeCms(await signCms({ signer, content, signingTime: new Date() }), "base64"));
 * ```
 */
export function encodeCms(cms: Uint8Array, encoding: CmsEncoding): Uint8Array {
  if (encoding === "der") return cms;
  const text = encoding === "pem" ? encodePem("CMS", cms) : Buffer.from(cms).toString("base64");
  return new TextEncoder().encode(text);
}

/**
 * The DER or BER of a CMS message from a file that holds it in any {@link CmsEncoding}; signatures travel in all of them.
 *
 * @throws GostError `GOST_CMS_INVALID` when it is none of them.
 */
export function decodeCms(file: Uint8Array): Uint8Array {
  if (file[0] === sequenceTag) return file;
  const text = Buffer.from(file.buffer, file.byteOffset, file.length).toString("latin1");
  if (text.includes("-----BEGIN ")) {
    const block = decodePem(text).find(({ label }) => pemLabels.includes(label));
    if (block !== undefined) return block.bytes;
    throw new GostError("GOST_CMS_INVALID", `The PEM text has no block "${pemLabels.join('", "')}".`);
  }
  const base64 = text.replace(/[ \t\r\n]+/g, "");
  if (base64 !== "" && base64Form.test(base64)) return Uint8Array.from(Buffer.from(base64, "base64"));
  throw new GostError("GOST_CMS_INVALID", "This is no CMS message: it is neither DER nor base64 nor PEM.");
}
