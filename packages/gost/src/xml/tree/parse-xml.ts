import { bytesOption, GostError } from "@opora/gost";
import { SaxesParser, type XMLDecl } from "saxes";
import { completeLimits, type XmlLimits } from "./limits.js";
import type { XmlElement } from "./node.js";
import { createTreeBuilder } from "./tree-builder.js";

/**
 * Reads a document (XML 1.0, Namespaces in XML 1.0, UTF-8) into an immutable tree and returns its root element.
 *
 * The tree keeps what a signature may cover: text with its white space, comments, processing instructions, prefixes and
 * the places of namespace declarations. What stands outside the root element is checked and dropped. A DOCTYPE is
 * refused, and with it entities and default attributes.
 *
 * @throws GostError `GOST_XML_INVALID` when the bytes are not such a document, with `line` and `column` (from 1) in the
 *   details where they are known; `GOST_LIMIT_EXCEEDED` when it is larger than `limits` allow.
 *
 * @example
 * ```ts
 * const root = parseXml(new TextEncoder().encode("<a xmlns='urn:example'>text</a>"));
 * root.namespace; // "urn:example"
 * ```
 */
export function parseXml(bytes: Uint8Array, limits?: Partial<XmlLimits>): XmlElement {
  return parseXmlText(decodeXml(bytes, limits), limits);
}

/** Decodes a document as UTF-8 within the byte limit; a byte order mark stays, so that places in the text can be mapped back. */
export function decodeXml(bytes: Uint8Array, limits?: Partial<XmlLimits>): string {
  const { maxBytes } = completeLimits(limits);
  bytesOption("xml", bytes);
  if (bytes.length > maxBytes) {
    throw new GostError("GOST_LIMIT_EXCEEDED", `The XML document has ${bytes.length} bytes; ${maxBytes} are allowed.`, {
      details: { limit: "maxBytes", maximum: maxBytes, actual: bytes.length },
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new GostError("GOST_XML_INVALID", "The XML document is not UTF-8: convert it before it is signed.", {
      cause,
    });
  }
}

/** {@link parseXml} for a document that is decoded already. */
export function parseXmlText(text: string, limits?: Partial<XmlLimits>): XmlElement {
  // Namespaces are resolved by the tree builder: saxes trims namespace names, which would change what is signed.
  const parser = new SaxesParser({
    xmlns: false,
    position: false,
    defaultXMLVersion: "1.0",
    forceXMLVersion: true,
  });
  const refuse = (reason: string, cause?: unknown): never => {
    const { line, column } = parser;
    const shortened = reason.slice(0, reasonLengthMax);
    throw new GostError("GOST_XML_INVALID", `The XML document is not well-formed at ${line}:${column}: ${shortened}`, {
      details: { line, column },
      cause,
    });
  };
  const builder = createTreeBuilder(completeLimits(limits), refuse);
  // Seven handlers and no more: an eighth turns the parser into an object in dictionary mode, seven times slower. So
  // errors are caught, the XML declaration is looked at when an element opens, and attributes come with their tag.
  parser.on("doctype", () => refuse("a DOCTYPE is not allowed."));
  parser.on("opentag", ({ name, attributes, isSelfClosing }) => {
    if (builder.isEmpty()) refuseOtherEncodings(parser.xmlDecl, refuse);
    builder.open({ name, attributes, end: parser.position, selfClosing: isSelfClosing });
  });
  parser.on("closetag", () => builder.close());
  parser.on("text", (value) => builder.text(value));
  parser.on("cdata", (value) => builder.text(value));
  parser.on("comment", (value) => builder.comment(value));
  parser.on("processinginstruction", ({ target, body }) => builder.instruction(target, body));
  try {
    parser.write(text).close();
  } catch (error) {
    if (isSaxesError(error)) refuse(error.message, error);
    throw error;
  }
  return builder.root();
}

/** Names of the document go into reasons, and they can be as long as the document. */
const reasonLengthMax = 200;

function refuseOtherEncodings(
  { version = "1.0", encoding = "UTF-8" }: XMLDecl,
  refuse: (reason: string) => never,
): void {
  if (version !== "1.0") refuse(`XML ${version} is not supported, only 1.0.`);
  if (encoding.toUpperCase() !== "UTF-8") refuse(`encoding ${encoding} is not UTF-8.`);
}

/** saxes throws errors of no class of their own; whatever has one is a fault of something else. */
function isSaxesError(error: unknown): error is Error {
  return error instanceof Error && Object.getPrototypeOf(error) === Error.prototype;
}
