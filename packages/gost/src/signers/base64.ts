const base64Form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Encodes bytes as base64 (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

/** Decodes base64 with padding and without white space; `undefined` for anything else. */
export function decodeBase64(text: string): Uint8Array | undefined {
  return base64Form.test(text) ? Uint8Array.from(Buffer.from(text, "base64")) : undefined;
}
