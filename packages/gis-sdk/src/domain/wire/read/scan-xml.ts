import { SaxesParser, type SaxesTagNS } from "saxes";

/** Bounds of an XML document that comes from outside. */
export interface XmlLimits {
  /** Size in bytes. */
  readonly maxBytes: number;
  /** Nesting of elements. */
  readonly maxDepth: number;
}

/** Hears of an XML document as it is read. What it throws ends the reading and reaches the caller. */
export interface XmlHandler {
  /** An element begins. Of `tag` only what is used may be kept: the parser owns it. */
  open(tag: SaxesTagNS): void;
  /** Character data, in pieces. */
  text(text: string): void;
  /** The innermost open element ends. */
  close(): void;
  /** Gives the line that is being read, from 1 on. */
  start?(position: { readonly line: number }): void;
}

/** Why a document cannot be read, with an English text that holds nothing of its data. */
export class XmlProblem extends Error {
  readonly reason: "empty" | "encoding" | "not-xml" | "doctype" | "limit";
  readonly line: number | undefined;

  constructor(reason: XmlProblem["reason"], message: string, line?: number) {
    super(message);
    this.reason = reason;
    this.line = line;
  }
}

/** The parser quotes names of the document, which may be of any length. */
const parserMessageLengthMax = 120;

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

  const parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: "1.0" });
  let depth = 0;
  parser.on("xmldecl", ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) {
      throw new XmlProblem("encoding", "The document declares an encoding other than UTF-8");
    }
  });
  parser.on("doctype", () => {
    throw new XmlProblem("doctype", "The document has a DOCTYPE, which is refused", parser.line);
  });
  parser.on("error", (error) => {
    const reason = error.message.slice(0, parserMessageLengthMax);
    throw new XmlProblem("not-xml", `The document is not well-formed XML: ${reason}`, parser.line);
  });
  parser.on("opentag", (tag) => {
    depth += 1;
    if (depth > maxDepth) {
      throw new XmlProblem("limit", `Elements are nested deeper than the ${maxDepth} levels allowed`, parser.line);
    }
    handler.open(tag);
  });
  parser.on("closetag", () => {
    depth -= 1;
    handler.close();
  });
  parser.on("text", (piece) => handler.text(piece));
  parser.on("cdata", (piece) => handler.text(piece));
  handler.start?.(parser);
  parser.write(text).close();
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new XmlProblem("encoding", "The document is not UTF-8");
    throw error;
  }
}
