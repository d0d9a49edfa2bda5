import { createHash } from "node:crypto";
import type { ExternalKey } from "./external-documents.js";

/**
 * Namespace of the ids that are made of a source and a number (RFC 9562, UUID version 5). It must never change: a document
 * that is sent again would be executed again.
 */
const externalDocumentNamespace = "6f0cfa2e-7ad6-5d0c-9a53-4b1f3a0c9d5e";

const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;

/**
 * The id of the document that an external one becomes: its number when that is a GUID, in lower case and without braces;
 * otherwise the UUIDv5 of the JSON array of source and number, without spaces.
 */
export function externalDocumentId({ source, externalNumber }: ExternalKey): string {
  const given = guid.exec(externalNumber)?.[1];
  return given?.toLowerCase() ?? uuidV5(externalDocumentNamespace, JSON.stringify([source, externalNumber]));
}

/** RFC 9562, 5.5: SHA-1 of the namespace and the name, with version and variant put in. */
export function uuidV5(namespace: string, name: string): string {
  const digest = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name)
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString("hex", 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
