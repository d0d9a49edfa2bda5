import { SaxesParser } from "saxes";
import {
  createDocumentScope,
  NamespaceError,
  type NamespaceScope,
  type XmlAttribute,
  type XmlName,
} from "./namespace-scope.js";

/** Bounds of an XML document that comes from outside. */
export interface XmlLimits {
  /** Size in bytes. */
  readonly maxBytes: number;
  /** Nesting of elements. */
  readonly maxDepth: number;
}

/** Hears of an XML document as it is read. What it throws ends the reading and reaches the caller. */
export interface XmlHandler {
  /** An element begins. */
  open(name: XmlName, attributes: readonly XmlAttribute[], position: XmlPosition): void;
  /** Character data, in pieces. */
  text(text: string): void;
  /** The innermost open element ends. */
  close(): void;
}

/** Where the reading is. */
export interface XmlPosition {
  /** From 1 on. */
  readonly line: number;
}

/** Why a document cannot be read, with an English text that holds nothing of its data but names. */
export class XmlProblem extends Error {
  readonly reason: "empty" | "encoding" | "not-xml" | "doctype" | "limit";
  readonly line: number | undefined;

  constructor(reason: XmlProblem["reason"], message: string, line?: number) {
    super(message);
    this.reason = reason;
    this.line = line;
  }
}

const noAttributes: readonly XmlAttribute[] = [];

/** Attributes of one element, namespace declarations included. Messages have at most a dozen. */
const attributesMax = 256;

/** Names of a document may be of any length; messages quote them. */
const quotedLengthMax = 120;

/**
 * Reads an XML document of a stranger: UTF-8, no DOCTYPE (hence no entities but the five of XML), bounded size and depth.
 *
 * @throws {@link XmlProblem} for a document that cannot be read so.
 */
export function scanXml(bytes: Uint8Array, { maxBytes, maxDepth }: XmlLimits, handler: XmlHandler): void {
  if (bytes.length > maxBytes) {
    throw new XmlProblem("limit", `The document has ${bytes.length} bytes, more than the ${maxBytes} allowed`);
  }
  const text = decode(bytes);
  if (text.trim() === "") throw new XmlProblem("empty", "The document is empty");

  // Namespaces are resolved here and not by the parser, which looks each prefix up anew: half of the time of a message.
  const parser = new SaxesParser({ xmlns: false, forceXMLVersion: true, defaultXMLVersion: "1.0" });
  const outer: NamespaceScope[] = [];
  let scope = createDocumentScope();
  let attributeCount = 0;

  // No more handlers than needed, not even one for errors: the parser adds each of them to itself as a property, and from
  // eight on V8 keeps the parser as a dictionary, in which parsing takes five times as long.
  parser.on("doctype", () => {
    throw new XmlProblem("doctype", "The document has a DOCTYPE, which is refused", parser.line);
  });
  parser.on("attribute", () => {
    attributeCount += 1;
    if (attributeCount > attributesMax) {
      throw new XmlProblem("limit", `An element has more than ${attributesMax} attributes`, parser.line);
    }
  });
  parser.on("opentag", (tag) => {
    if (outer.length === 0) checkEncoding(parser.xmlDecl.encoding);
    if (outer.length >= maxDepth) {
      throw new XmlProblem("limit", `Elements are nested deeper than the ${maxDepth} levels allowed`, parser.line);
    }
    outer.push(scope);
    let attributes = noAttributes;
    if (attributeCount > 0) {
      scope = scope.enter(tag.attributes);
      attributes = scope.attributes(tag.attributes);
      attributeCount = 0;
    }
    handler.open(scope.elementName(tag.name), attributes, parser);
  });
  parser.on("closetag", () => {
    handler.close();
    scope = outer.pop() ?? scope;
  });
  parser.on("text", (piece) => handler.text(piece));
  parser.on("cdata", (piece) => handler.text(piece));
  try {
    parser.write(text).close();
  } catch (error) {
    if (!isParserError(error) && !(error instanceof NamespaceError)) throw error;
    const reason = error.message.slice(0, quotedLengthMax);
    throw new XmlProblem("not-xml", `The document is not well-formed XML: ${reason}`, parser.line);
  }
}

/** The parser throws errors of the base class, handlers throw classes of their own. */
function isParserError(error: unknown): error is Error {
  return error instanceof Error && Object.getPrototypeOf(error) === Error.prototype;
}

function checkEncoding(encoding: string | undefined): void {
  if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) {
    throw new XmlProblem("encoding", "The document declares an encoding other than UTF-8");
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new XmlProblem("encoding", "The document is not UTF-8");
    throw error;
  }
}
