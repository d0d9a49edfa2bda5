import { GostError } from "@opora/gost";
import type { XmlLimits } from "../tree/limits.js";
import type { XmlElement, XmlName } from "../tree/node.js";
import { decodeXml, parseXmlText } from "../tree/parse-xml.js";
import { isIdentifier } from "./identifier.js";
import { CheckFailure } from "./verify/check-list.js";
import { locateElement, signaturesWithin } from "./verify/locate.js";
import { attributeOf, nameOf } from "./verify/read-element.js";

/** A document to be signed, as the caller hands it over. */
export interface UnsignedDocument {
  readonly xml: Uint8Array;
  readonly envelope?: { readonly before: string; readonly after: string };
  readonly elementPath?: readonly XmlName[];
}

/** A document with an element that can take a signature behind its open tag. */
export interface PreparedDocument {
  readonly text: string;
  readonly element: XmlElement;
  /** The element's `Id`. */
  readonly elementId: string;
  /** Names from the root down to the element. */
  readonly path: readonly XmlName[];
}

const declarationForm = /^\uFEFF?(?:<\?xml[ \t\r\n][^>]*>)?/;

/** Puts the document together, finds the element, and gives it an `Id` and an end tag where it lacks one. */
export function prepareDocument(
  { xml, envelope, elementPath }: UnsignedDocument,
  missingId: string,
  limits: XmlLimits,
): PreparedDocument {
  const { before, after } = envelope ?? { before: "", after: "" };
  const content = decodeXml(xml, limits);
  const text = before + (envelope === undefined ? content : withoutDeclaration(content)) + after;
  const root = parseXmlText(text, limits);
  const path = elementPath ?? pathOf(soleElement(root, text, before.length, text.length - after.length));
  const element = findElement(root, path);
  if (signaturesWithin(element).length > 0) throw invalid(`${nameOf(element)} is signed already.`);
  const elementId = attributeOf(element, "Id") ?? missingId;
  if (!isIdentifier(elementId))
    throw invalid(`The Id of ${nameOf(element)} has characters that no reference can hold.`);
  const edited = withRoomForSignature(text, element, missingId);
  const prepared = edited === text ? element : findElement(parseXmlText(edited, limits), path);
  return { text: edited, element: prepared, elementId, path };
}

/** Within an envelope an XML declaration has no place; what it says is checked before it goes. */
function withoutDeclaration(text: string): string {
  const [declaration = ""] = declarationForm.exec(text) ?? [];
  parseXmlText(`${declaration}<content/>`);
  return text.slice(declaration.length);
}

/** The one outermost element between two places of the text. */
function soleElement(root: XmlElement, text: string, from: number, to: number): XmlElement {
  // Neither a name nor an attribute value can contain "<": the nearest one to the left opens the tag.
  const isWithin = ({ openTagEnd }: XmlElement) => openTagEnd <= to && text.lastIndexOf("<", openTagEnd - 1) >= from;
  let candidates: readonly XmlElement[] = [root];
  while (candidates.length > 0) {
    const [first, second] = candidates.filter(isWithin);
    if (second !== undefined)
      throw invalid("xml must hold one element, to be signed; name it by elementPath otherwise.");
    if (first !== undefined) return first;
    candidates = candidates.flatMap((element) => element.children.filter((child) => child.kind === "element"));
  }
  throw invalid("xml holds no element that could be signed.");
}

function pathOf(element: XmlElement): readonly XmlName[] {
  const path: XmlName[] = [];
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    path.unshift({ namespace: at.namespace, localName: at.localName });
  }
  return path;
}

function findElement(root: XmlElement, path: readonly XmlName[]): XmlElement {
  try {
    return locateElement(root, path);
  } catch (error) {
    if (error instanceof CheckFailure) throw invalid(error.message);
    throw error;
  }
}

function withRoomForSignature(text: string, element: XmlElement, missingId: string): string {
  const { openTagEnd: end, selfClosing } = element;
  const identifier = attributeOf(element, "Id") === undefined ? ` Id="${missingId}"` : "";
  if (identifier === "" && !selfClosing) return text;
  const open = text.slice(0, end - (selfClosing ? "/>" : ">").length);
  return `${open}${identifier}>${selfClosing ? `</${nameOf(element)}>` : ""}${text.slice(end)}`;
}

function invalid(message: string): GostError {
  return new GostError("GOST_XML_INVALID", message);
}
