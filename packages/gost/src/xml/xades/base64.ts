/** Encodes bytes as base64 on one line (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

/** Decodes `xs:base64Binary`: white space may stand anywhere; `undefined` for what is not base64 in its one spelling. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const compact = text.replace(/[ \t\r\n]+/g, "");
  const bytes = Buffer.from(compact, "base64");
  return bytes.toString("base64") === compact ? Uint8Array.from(bytes) : undefined;
}
