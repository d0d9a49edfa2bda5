import { GostError } from "@opora/gost";
import type { XmlAttribute, XmlElement, XmlNamespaceDeclaration, XmlNode } from "@opora/gost/xml";
import { type Attr, type Element, Node } from "@xmldom/xmldom";

/** Places have no meaning in a tree that was not read from a text. */
const place = { openTagEnd: 0, selfClosing: false };

interface GrowingElement extends XmlElement {
  readonly children: XmlNode[];
}

/**
 * A DOM element as a tree that `canonicalize` takes, with everything in it, in its place: its ancestors are there with
 * their attributes and declarations, without their other children.
 *
 * @throws GostError `GOST_XML_INVALID` when it contains a node that no canonical form has, such as an entity.
 */
export function treeFromDom(element: Element): XmlElement {
  return withChildren(element, ancestorsOf(element));
}

function ancestorsOf({ parentNode }: Element): XmlElement | undefined {
  if (parentNode === null || parentNode.nodeType !== Node.ELEMENT_NODE) return undefined;
  const parent = parentNode as Element;
  return withoutChildren(parent, ancestorsOf(parent));
}

function withChildren(element: Element, parent: XmlElement | undefined): XmlElement {
  const tree = withoutChildren(element, parent);
  for (let child = element.firstChild; child !== null; child = child.nextSibling)
    tree.children.push(nodeOf(child, tree));
  return tree;
}

function nodeOf(node: Node, parent: XmlElement): XmlNode {
  switch (node.nodeType) {
    case Node.ELEMENT_NODE:
      return withChildren(node as Element, parent);
    case Node.TEXT_NODE:
    case Node.CDATA_SECTION_NODE:
      return { kind: "text", text: node.nodeValue ?? "" };
    case Node.COMMENT_NODE:
      return { kind: "comment", text: node.nodeValue ?? "" };
    case Node.PROCESSING_INSTRUCTION_NODE:
      return { kind: "instruction", target: node.nodeName, data: node.nodeValue ?? "" };
    default:
      throw new GostError("GOST_XML_INVALID", `A node of the DOM type ${node.nodeType} has no canonical form.`);
  }
}

function withoutChildren(element: Element, parent: XmlElement | undefined): GrowingElement {
  const attributes: XmlAttribute[] = [];
  const declarations: XmlNamespaceDeclaration[] = [];
  for (let index = 0; index < element.attributes.length; index += 1) {
    const attribute = element.attributes.item(index);
    if (attribute === null) continue;
    const prefix = declaredPrefix(attribute);
    if (prefix === undefined) attributes.push({ ...nameOf(attribute), value: attribute.value });
    else declarations.push({ prefix, namespace: attribute.value });
  }
  return { kind: "element", ...nameOf(element), attributes, declarations, children: [], parent, ...place };
}

/** By the written name: declarations that were set without a namespace count too. */
function declaredPrefix({ nodeName }: Attr): string | undefined {
  if (nodeName === "xmlns") return "";
  return nodeName.startsWith("xmlns:") ? nodeName.slice("xmlns:".length) : undefined;
}

function nameOf(node: Element | Attr) {
  return { prefix: node.prefix ?? "", localName: node.localName ?? node.nodeName, namespace: node.namespaceURI ?? "" };
}
