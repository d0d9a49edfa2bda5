import { soapNamespace } from "./namespaces.js";
import type { CanonicalMessage } from "./write-request.js";
import { encodeUtf8 } from "./xml/canonical-xml.js";

/** Prefix of the envelope's own elements, unless an answer wants another. */
const defaultSoapPrefix = "soapenv";

/** A SOAP 1.1 envelope around a header and a body, given as canonical or at least well-formed XML. */
export function soapEnvelope(
  header: string,
  body: readonly (string | Uint8Array)[],
  prefix: string = defaultSoapPrefix,
): Uint8Array {
  const { before, after } = soapFrame(header, prefix);
  return concat([before, ...body, after]);
}

/** The text of a SOAP 1.1 envelope before and behind its body's content. */
export function soapFrame(
  header: string,
  prefix: string = defaultSoapPrefix,
): { readonly before: string; readonly after: string } {
  const start = `<${prefix}:Envelope xmlns:${prefix}="${soapNamespace}"><${prefix}:Header>${header}</${prefix}:Header>`;
  return { before: `${start}<${prefix}:Body>`, after: `</${prefix}:Body></${prefix}:Envelope>` };
}

/** The parts of a message with the text of its signature, if any, as the first child. */
export function messageWithSignature(
  { canonical, signatureOffset }: CanonicalMessage,
  signature: string | undefined,
): readonly (string | Uint8Array)[] {
  return [canonical.subarray(0, signatureOffset), signature ?? "", canonical.subarray(signatureOffset)];
}

/**
 * Namespaces in scope where `ds:Signature` will stand in an envelope of this SDK: those of the envelope and of the signed
 * element. A signature of the inclusive profile depends on them.
 */
export function namespacesAtSignature(
  message: CanonicalMessage,
  prefix: string = defaultSoapPrefix,
): ReadonlyMap<string, string> {
  return new Map([[prefix, soapNamespace], ...message.namespaces]);
}

function concat(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const chunks = parts.map((part) => (typeof part === "string" ? encodeUtf8(part) : part));
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
