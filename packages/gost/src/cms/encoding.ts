import { bytesOption, choiceOption, decodePem, encodePem, GostError } from "@opora/gost";
import { defaultCmsLimits } from "./limits.js";

/** How a CMS message is written into a file: `der` is binary, the others are text. */
export type CmsEncoding = "der" | "base64" | "pem";

const encodings: readonly CmsEncoding[] = ["der", "base64", "pem"];

const pemLabels: readonly string[] = ["CMS", "PKCS7", "PKCS #7 SIGNED DATA"];
/** With a group under the star, long texts would exhaust the stack of the regular expression. */
const base64Form = /^[A-Za-z0-9+/]+={0,2}$/;
/** The first octet of every CMS message, in DER and in BER; no base64 of one begins with the same character. */
const sequenceTag = 0x30;

/**
 * Writes a CMS message: as it is, as base64 on one line, or as PEM with the label `CMS` (RFC 7468 §9).
 *
 * @throws GostError `GOST_OPTIONS_INVALID` for an encoding that does not exist.
 *
 * @example
 * ```ts
 * await writeFile("document.xml.sig", encodeCms(await signCms({ signer, content, signingTime: new Date() }), "base64"));
 * ```
 */
export function encodeCms(cms: Uint8Array, encoding: CmsEncoding): Uint8Array {
  choiceOption("encoding", encoding, { choices: encodings, otherwise: "der" });
  if (encoding === "der") return cms;
  const text = encoding === "pem" ? encodePem("CMS", cms) : Buffer.from(cms).toString("base64");
  return new TextEncoder().encode(text);
}

/**
 * The DER or BER of a CMS message from a file that holds it in any {@link CmsEncoding}; signatures travel in all of them.
 *
 * @param maxBytes - the longest message that is read. Default: 64 MiB.
 * @throws GostError `GOST_CMS_INVALID` or `GOST_PEM_INVALID` when it is none of them, `GOST_LIMIT_EXCEEDED`
 */
export function decodeCms(file: Uint8Array, maxBytes: number = defaultCmsLimits.maxBytes): Uint8Array {
  const message = decodeAny(bytesOption("file", file), maxBytes);
  if (message.length <= maxBytes) return message;
  throw new GostError("GOST_LIMIT_EXCEEDED", `The CMS message has more than ${maxBytes} bytes.`, {
    details: { maxBytes },
  });
}

function decodeAny(file: Uint8Array, maxBytes: number): Uint8Array {
  // Base64 in lines is not twice as long as what it stands for: a longer file need not be decoded to be refused.
  if (file[0] === sequenceTag || file.length > maxBytes * 2) return file;
  const text = Buffer.from(file.buffer, file.byteOffset, file.length).toString("latin1");
  if (text.includes("-----BEGIN ")) {
    const block = decodePem(text).find(({ label }) => pemLabels.includes(label));
    if (block !== undefined) return block.bytes;
    throw new GostError("GOST_CMS_INVALID", `The PEM text has no block "${pemLabels.join('", "')}".`);
  }
  const base64 = text.replace(/[ \t\r\n]+/g, "");
  if (base64.length % 4 === 0 && base64Form.test(base64)) return Uint8Array.from(Buffer.from(base64, "base64"));
  throw new GostError("GOST_CMS_INVALID", "This is no CMS message: it is neither DER nor base64 nor PEM.");
}
