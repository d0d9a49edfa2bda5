import { GostError } from "@opora/gost";
import type { XmlLimits } from "./limits.js";
import { createNamespaceScope } from "./namespace-scope.js";
import type { XmlAttribute, XmlElement, XmlNamespaceDeclaration, XmlNode } from "./node.js";
import { createNameReader } from "./qualified-name.js";

/** What the tokenizer says about an open tag. */
export interface OpenTagEvent {
  readonly name: string;
  /** Raw attributes, namespace declarations among them, by the name as written. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Place behind `>` in the source. */
  readonly end: number;
  readonly selfClosing: boolean;
}

/** Takes a tokenizer's events and builds the tree, within limits. */
export interface TreeBuilder {
  /** Whether no element has been opened yet. */
  isEmpty(): boolean;
  open(tag: OpenTagEvent): void;
  close(): void;
  text(value: string): void;
  comment(value: string): void;
  instruction(target: string, data: string): void;
  /** The root element of the document that was read to its end. */
  root(): XmlElement;
}

interface GrowingElement extends XmlElement {
  readonly children: XmlNode[];
}

interface UnresolvedAttribute {
  readonly prefix: string;
  readonly localName: string;
  namespace: string;
  readonly value: string;
}

interface GrowingText {
  readonly kind: "text";
  text: string;
}

const nothing: Pick<XmlElement, "attributes" | "declarations"> = { attributes: [], declarations: [] };

/** @param refuse - throws: the document breaks a rule of XML or of its namespaces. */
export function createTreeBuilder(limits: XmlLimits, refuse: (reason: string) => never): TreeBuilder {
  const readName = createNameReader(refuse);
  const scope = createNamespaceScope(refuse);
  let root: XmlElement | undefined;
  let current: GrowingElement | undefined;
  let openText: GrowingText | undefined;
  let depth = 0;
  let nodes = 0;

  /** Separates declarations from attributes, applies them, and resolves the attributes' prefixes. */
  function readAttributes(written: OpenTagEvent["attributes"]): Pick<XmlElement, "attributes" | "declarations"> {
    const attributes: UnresolvedAttribute[] = [];
    const declarations: XmlNamespaceDeclaration[] = [];
    for (const name in written) {
      const value = written[name] ?? "";
      checkLimit("maxTextLength", value.length);
      const { prefix, localName } = readName(name);
      if (prefix === "xmlns") declarations.push({ prefix: localName, namespace: value });
      else if (name === "xmlns") declarations.push({ prefix: "", namespace: value });
      else attributes.push({ prefix, localName, namespace: "", value });
    }
    if (attributes.length === 0 && declarations.length === 0) return nothing;
    checkLimit("maxAttributes", attributes.length + declarations.length);
    scope.enter(declarations);
    for (const attribute of attributes) {
      if (attribute.prefix !== "") attribute.namespace = scope.resolve(attribute.prefix);
    }
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
    isEmpty: () => root === undefined,
    open({ name, attributes: written, end, selfClosing }) {
      depth += 1;
      checkLimit("maxDepth", depth);
      const { attributes, declarations } = readAttributes(written);
      const { prefix, localName } = readName(name);
      const element: GrowingElement = {
        kind: "element",
        prefix,
        localName,
        namespace: scope.resolve(prefix),
        attributes,
        declarations,
        children: [],
        parent: current,
        openTagEnd: end,
        selfClosing,
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

/** Namespaces in XML 1.0 §6.3: no two attributes with the same local name in the same namespace. */
function refuseDuplicates(attributes: readonly XmlAttribute[], refuse: (reason: string) => never): void {
  if (attributes.length < 2) return;
  const prefixed = attributes.filter(({ prefix }) => prefix !== "");
  if (prefixed.length < 2) return;
  const seen = new Set<string>();
  for (const { namespace, localName } of prefixed) {
    const name = `{${namespace}}${localName}`;
    if (seen.has(name)) refuse(`duplicate attribute ${name}.`);
    seen.add(name);
  }
}
