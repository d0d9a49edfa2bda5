import { GostError } from "@opora/gost";
import type { XmlLimits } from "./limits.js";
import { createNamespaceScope } from "./namespace-scope.js";
import type { XmlAttribute, XmlElement, XmlNamespaceDeclaration, XmlNode, XmlOpenTag } from "./node.js";
import { createNameReader, type QualifiedName } from "./qualified-name.js";

/** What the tokenizer says about an open tag. */
export interface OpenTagEvent {
  readonly name: string;
  /** Raw attributes, namespace declarations among them, by the name as written. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly selfClosing: boolean;
  /** Place behind `>` in the source. */
  readonly end: number;
}

/** Takes a tokenizer's events and builds the tree, within limits. */
export interface TreeBuilder {
  open(tag: OpenTagEvent): void;
  close(): void;
  text(value: string): void;
  comment(value: string): void;
  instruction(target: string, data: string): void;
  /** The root element of the document that was read to its end. */
  root(): XmlElement;
}

export interface TreeBuilderOptions {
  readonly source: string;
  readonly limits: XmlLimits;
  /** Throws: the document breaks a rule of XML or of its namespaces. */
  readonly refuse: (reason: string) => never;
}

interface GrowingElement extends XmlElement {
  readonly children: XmlNode[];
}

interface GrowingText {
  readonly kind: "text";
  text: string;
}

const noAttributes: readonly XmlAttribute[] = [];
const noDeclarations: readonly XmlNamespaceDeclaration[] = [];

export function createTreeBuilder({ source, limits, refuse }: TreeBuilderOptions): TreeBuilder {
  const readName = createNameReader(refuse);
  const scope = createNamespaceScope(refuse);
  let root: XmlElement | undefined;
  let current: GrowingElement | undefined;
  let openText: GrowingText | undefined;
  let depth = 0;
  let nodes = 0;

  function attributesOf(tag: OpenTagEvent): {
    attributes: readonly XmlAttribute[];
    declarations: readonly XmlNamespaceDeclaration[];
  } {
    const plain: [QualifiedName, string][] = [];
    const declarations: XmlNamespaceDeclaration[] = [];
    for (const written in tag.attributes) {
      const value = tag.attributes[written] ?? "";
      checkLimit("maxTextLength", value.length);
      const name = readName(written);
      if (name.prefix === "xmlns") declarations.push({ prefix: name.localName, namespace: value });
      else if (written === "xmlns") declarations.push({ prefix: "", namespace: value });
      else plain.push([name, value]);
    }
    checkLimit("maxAttributes", plain.length + declarations.length);
    scope.enter(declarations);
    if (plain.length === 0) return { attributes: noAttributes, declarations };
    const attributes = plain.map(([{ prefix, localName }, value]) => {
      return { prefix, localName, namespace: prefix === "" ? "" : scope.resolve(prefix), value };
    });
    refuseDuplicates(attributes, refuse);
    return { attributes, declarations };
  }

  function append(node: XmlNode): void {
    nodes += 1;
    checkLimit("maxNodes", nodes);
    openText = undefined;
    current?.children.push(node);
  }

  function checkLimit(limit: keyof XmlLimits, actual: number): void {
    const maximum = limits[limit];
    if (actual <= maximum) return;
    throw new GostError("GOST_LIMIT_EXCEEDED", `The XML document goes beyond ${limit} (${maximum}).`, {
      details: { limit, maximum, actual },
    });
  }

  return {
    open(tag) {
      depth += 1;
      checkLimit("maxDepth", depth);
      const { attributes, declarations } = attributesOf(tag);
      const { prefix, localName } = readName(tag.name);
      const element: GrowingElement = {
        kind: "element",
        prefix,
        localName,
        namespace: scope.resolve(prefix),
        attributes,
        declarations: declarations.length === 0 ? noDeclarations : declarations,
        children: [],
        parent: current,
        openTag: locate(source, tag),
      };
      append(element);
      root ??= element;
      current = element;
    },
    close() {
      if (current === undefined) return;
      scope.leave(current.declarations);
      openText = undefined;
      depth -= 1;
      current = current.parent as GrowingElement | undefined;
    },
    text(value) {
      // White space outside the root element; a tokenizer refuses anything else there.
      if (current === undefined || value === "") return;
      if (openText === undefined) {
        const node: GrowingText = { kind: "text", text: value };
        append(node);
        openText = node;
      } else {
        openText.text += value;
      }
      checkLimit("maxTextLength", openText.text.length);
    },
    comment(text) {
      checkLimit("maxTextLength", text.length);
      append({ kind: "comment", text });
    },
    instruction(target, data) {
      checkLimit("maxTextLength", data.length);
      if (target.includes(":")) refuse(`a processing instruction must not have a colon in its target: ${target}.`);
      append({ kind: "instruction", target, data });
    },
    root() {
      return root ?? refuse("there is no root element.");
    },
  };
}

function locate(source: string, { end, selfClosing }: OpenTagEvent): XmlOpenTag {
  // Neither a name nor an attribute value can contain "<", so the nearest one to the left opens this tag.
  return { start: source.lastIndexOf("<", end - 1), end, selfClosing };
}

/** Namespaces in XML 1.0 §6.3: no two attributes with the same local name in the same namespace. */
function refuseDuplicates(attributes: readonly XmlAttribute[], refuse: (reason: string) => never): void {
  const prefixed = attributes.filter(({ prefix }) => prefix !== "");
  if (prefixed.length < 2) return;
  const seen = new Set<string>();
  for (const { namespace, localName } of prefixed) {
    const name = `{${namespace}}${localName}`;
    if (seen.has(name)) refuse(`duplicate attribute ${name}.`);
    seen.add(name);
  }
}
