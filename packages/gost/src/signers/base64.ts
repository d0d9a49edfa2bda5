/** With a group under the star, long texts would exhaust the stack of the regular expression. */
const base64Form = /^[A-Za-z0-9+/]*={0,2}$/;

/** Encodes bytes as base64 (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

/** Decodes base64 with padding and without white space; `undefined` for anything else. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !base64Form.test(text)) return undefined;
  return Uint8Array.from(Buffer.from(text, "base64"));
}
