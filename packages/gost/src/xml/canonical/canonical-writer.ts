import { GostError } from "@opora/gost";
import { depthCeiling } from "../tree/limits.js";
import { namespacesInScope } from "../tree/namespace-scope.js";
import {
  type XmlAttribute,
  type XmlElement,
  type XmlNamespaceDeclaration,
  type XmlNode,
  xmlNamespace,
} from "../tree/node.js";
import { compareCodePoints } from "./code-point-order.js";
import { escapeAttribute, escapeText } from "./escape.js";

/** What {@link writeCanonical} writes, and how. */
export interface CanonicalForm {
  /** Prefixes whose declarations are written where they come into scope, used or not; the others where they are used. */
  readonly inclusive: ReadonlySet<string> | "all";
  readonly keepsComments: boolean;
  readonly without: XmlElement | undefined;
}

/**
 * Writes the canonical form of a subtree.
 *
 * Both methods are one rule: a declaration is written where its prefix is used by the element's own name or attributes,
 * or is listed as inclusive, unless the nearest written ancestor that declares the prefix binds it to the same name.
 * Canonical XML is the case that lists every prefix.
 */
export function writeCanonical(apex: XmlElement, { inclusive, keepsComments, without }: CanonicalForm): string {
  const isListed = inclusive === "all" ? () => true : (prefix: string) => inclusive.has(prefix);
  const written = new Map<string, string>();
  let output = "";

  function writeNode(node: XmlNode, depth: number): void {
    switch (node.kind) {
      case "element":
        if (node !== without) writeElement(node, node.declarations, node.attributes, depth);
        break;
      case "text":
        output += escapeText(node.text);
        break;
      case "instruction":
        output += node.data === "" ? `<?${node.target}?>` : `<?${node.target} ${node.data}?>`;
        break;
      case "comment":
        if (keepsComments) output += `<!--${node.text}-->`;
        break;
    }
  }

  function writeElement(
    element: XmlElement,
    candidates: readonly XmlNamespaceDeclaration[],
    attributes: readonly XmlAttribute[],
    depth: number,
  ): void {
    if (depth > depthCeiling) {
      throw new GostError("GOST_LIMIT_EXCEEDED", `The XML tree is deeper than ${depthCeiling} elements.`);
    }
    const { prefix, localName, children } = element;
    const name = prefix === "" ? localName : `${prefix}:${localName}`;
    output += `<${name}`;
    const declared = declarationsOf(element, candidates);
    const hidden = declared.map((declaration) => written.get(declaration.prefix));
    for (const declaration of declared) {
      written.set(declaration.prefix, declaration.namespace);
      const target = declaration.prefix === "" ? "xmlns" : `xmlns:${declaration.prefix}`;
      output += ` ${target}="${escapeAttribute(declaration.namespace)}"`;
    }
    for (const attribute of sorted(attributes)) {
      const target = attribute.prefix === "" ? attribute.localName : `${attribute.prefix}:${attribute.localName}`;
      output += ` ${target}="${escapeAttribute(attribute.value)}"`;
    }
    output += ">";
    for (const child of children) writeNode(child, depth + 1);
    output += `</${name}>`;
    declared.forEach((declaration, index) => {
      const before = hidden[index];
      if (before === undefined) written.delete(declaration.prefix);
      else written.set(declaration.prefix, before);
    });
  }

  /** The declarations to write on an element, in order. `candidates` are those that came into scope with it. */
  function declarationsOf(
    element: XmlElement,
    candidates: readonly XmlNamespaceDeclaration[],
  ): readonly XmlNamespaceDeclaration[] {
    let needed: XmlNamespaceDeclaration[] | undefined;
    function need(prefix: string, namespace: string): void {
      if (prefix === "xml" || (written.get(prefix) ?? "") === namespace) return;
      if (needed === undefined) needed = [{ prefix, namespace }];
      else if (!needed.some((declaration) => declaration.prefix === prefix)) needed.push({ prefix, namespace });
    }
    need(element.prefix, element.namespace);
    for (const { prefix, namespace } of element.attributes) if (prefix !== "") need(prefix, namespace);
    for (const { prefix, namespace } of candidates) if (isListed(prefix)) need(prefix, namespace);
    if (needed === undefined) return none;
    return needed.length === 1 ? needed : needed.sort((a, b) => compareCodePoints(a.prefix, b.prefix));
  }

  const inScope = [...namespacesInScope(apex)].map(([prefix, namespace]) => ({ prefix, namespace }));
  const attributes = inclusive === "all" ? [...apex.attributes, ...inheritedXmlAttributes(apex)] : apex.attributes;
  writeElement(apex, inScope, attributes, 1);
  return output;
}

const none: readonly XmlNamespaceDeclaration[] = [];

/** Canonical XML 1.0 §2.4: an apex takes over the nearest `xml:` attributes of its ancestors that it lacks. */
function inheritedXmlAttributes(apex: XmlElement): readonly XmlAttribute[] {
  const taken = new Set(apex.attributes.filter(isXmlAttribute).map(({ localName }) => localName));
  const inherited: XmlAttribute[] = [];
  for (let at = apex.parent; at !== undefined; at = at.parent) {
    for (const attribute of at.attributes) {
      if (!isXmlAttribute(attribute) || taken.has(attribute.localName)) continue;
      taken.add(attribute.localName);
      inherited.push(attribute);
    }
  }
  return inherited;
}

function isXmlAttribute({ namespace }: XmlAttribute): boolean {
  return namespace === xmlNamespace;
}

/** Canonical XML 1.0 §2.2: by namespace name, then by local name; no namespace comes first. */
function sorted(attributes: readonly XmlAttribute[]): readonly XmlAttribute[] {
  if (attributes.length < 2) return attributes;
  return [...attributes].sort(
    (a, b) => compareCodePoints(a.namespace, b.namespace) || compareCodePoints(a.localName, b.localName),
  );
}
