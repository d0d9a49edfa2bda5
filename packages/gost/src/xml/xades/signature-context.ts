import { canonicalText } from "../canonical/canonicalize.js";
import { escapeAttribute } from "../canonical/escape.js";
import { namespacesInScope } from "../tree/namespace-scope.js";
import { type XmlElement, type XmlName, xmlNamespace } from "../tree/node.js";
import { parseXmlText } from "../tree/parse-xml.js";

/** What the place of a signature adds to its inclusive canonical form. */
export interface SignatureContext {
  /** Namespaces in scope, by prefix; `""` is the default namespace. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** `xml:` attributes in scope, by local name: `lang`, `space`, `base`. */
  readonly xmlAttributes: ReadonlyMap<string, string>;
}

/** The context of children of `element`. */
export function contextWithin(element: XmlElement): SignatureContext {
  const xmlAttributes = new Map<string, string>();
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    for (const { namespace, localName, value } of at.attributes) {
      if (namespace === xmlNamespace && !xmlAttributes.has(localName)) xmlAttributes.set(localName, value);
    }
  }
  return { namespaces: namespacesInScope(element), xmlAttributes };
}

/** The canonical form that an element of `markup` has when the markup stands in the context. */
export function canonicalInContext(
  markup: string,
  path: readonly XmlName[],
  context: SignatureContext,
  method: "inclusive" | "exclusive",
): Uint8Array {
  // A small document is read instead of writing canonical text directly: one canonicalization, the tested one, decides.
  let element = parseXmlText(`<context${attributesOf(context)}>${markup}</context>`);
  for (const { namespace, localName } of path) {
    const child = element.children.find(
      (node) => node.kind === "element" && node.namespace === namespace && node.localName === localName,
    );
    if (child?.kind !== "element") throw new Error(`The markup has no ${localName}.`);
    element = child;
  }
  return new TextEncoder().encode(canonicalText(element, { method }));
}

function attributesOf({ namespaces, xmlAttributes }: SignatureContext): string {
  const declarations = [...namespaces].map(([prefix, namespace]) => {
    return ` ${prefix === "" ? "xmlns" : `xmlns:${prefix}`}="${escapeAttribute(namespace)}"`;
  });
  const attributes = [...xmlAttributes].map(([name, value]) => ` xml:${name}="${escapeAttribute(value)}"`);
  return [...declarations, ...attributes].join("");
}
