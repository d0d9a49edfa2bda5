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
    const hidden = declared.length === 0 ? none : declare(declared);
    for (const { prefix, localName, value } of sorted(attributes)) {
      output += ` ${prefix === "" ? localName : `${prefix}:${localName}`}="${escapeAttribute(value)}"`;
    }
    output += ">";
    for (const child of children) writeNode(child, depth + 1);
    output += `</${name}>`;
    for (const { prefix, namespace } of hidden) written.set(prefix, namespace);
  }

  /** Writes declarations; returns what they hide, to be put back when their element ends. */
  function declare(declarations: readonly XmlNamespaceDeclaration[]): readonly XmlNamespaceDeclaration[] {
    return declarations.map(({ prefix, namespace }) => {
      const hidden = { prefix, namespace: inherited(prefix) };
      written.set(prefix, namespace);
      output += ` ${prefix === "" ? "xmlns" : `xmlns:${prefix}`}="${escapeAttribute(namespace)}"`;
      return hidden;
    });
  }

  /** What the nearest written ancestor binds the prefix to; `""` when none does. */
  function inherited(prefix: string): string {
    return written.get(prefix) ?? "";
  }

  /** The declarations to write on an element, in order. `candidates` are those that came into scope with it. */
  function declarationsOf(
    element: XmlElement,
    candidates: readonly XmlNamespaceDeclaration[],
  ): readonly XmlNamespaceDeclaration[] {
    let needed: Map<string, XmlNamespaceDeclaration> | undefined;
    const consider = (declaration: XmlNamespaceDeclaration): void => {
      if (!isNeeded(declaration)) return;
      needed ??= new Map();
      // On one element a prefix has one meaning: it is declared once, whoever uses it.
      needed.set(declaration.prefix, declaration);
    };
    consider(element);
    for (const attribute of element.attributes) if (attribute.prefix !== "") consider(attribute);
    for (const candidate of candidates) if (isListed(candidate.prefix)) consider(candidate);
    if (needed === undefined) return none;
    return [...needed.values()].sort((a, b) => compareCodePoints(a.prefix, b.prefix));
  }

  function isNeeded({ prefix, namespace }: XmlNamespaceDeclaration): boolean {
    return prefix !== "xml" && inherited(prefix) !== namespace;
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
