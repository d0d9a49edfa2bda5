import { baseNamespace, paymentNamespace, signatureNamespace, soapNamespace } from "../namespaces.js";

/** An expanded name. Within one document and scope, the same name is the same object. */
export interface XmlName {
  /** Empty for a name in no namespace. */
  readonly namespace: string;
  readonly local: string;
}

/** An attribute that is no namespace declaration. */
export interface XmlAttribute extends XmlName {
  readonly value: string;
}

/**
 * What the prefixes stand for at some place of a document (Namespaces in XML 1.0). Scopes and the names resolved in them
 * are kept, because a message has few of them and uses them thousands of times.
 */
export interface NamespaceScope {
  /** Scope of an element with these attributes, as written; this scope itself if they declare nothing new. */
  enter(attributes: Readonly<Record<string, string>>): NamespaceScope;
  elementName(qualifiedName: string): XmlName;
  /** The attributes that are no declarations. */
  attributes(written: Readonly<Record<string, string>>): readonly XmlAttribute[];
}

/** A document that breaks the rules of namespaces. */
export class NamespaceError extends Error {}

const xmlNamespace = "http://www.w3.org/XML/1998/namespace";
const xmlnsNamespace = "http://www.w3.org/2000/xmlns/";

/** One string object for each namespace that is compared all the time: equal objects compare at once. */
const knownNamespaces: ReadonlyMap<string, string> = new Map(
  [baseNamespace, paymentNamespace, signatureNamespace, soapNamespace].map((uri) => [uri, uri]),
);

/** The scope at the beginning of a document. */
export function createDocumentScope(): NamespaceScope {
  return createScope(
    new Map([
      ["", ""],
      ["xml", xmlNamespace],
    ]),
  );
}

function createScope(bindings: ReadonlyMap<string, string>): NamespaceScope {
  const names = new Map<string, XmlName>();
  const inner = new Map<string, NamespaceScope>();
  return {
    enter(attributes) {
      let key = "";
      for (const [name, value] of Object.entries(attributes)) {
        if (isDeclaration(name)) key += `${name}=${value}\n`;
      }
      if (key === "") return this;
      const known = inner.get(key);
      if (known !== undefined) return known;
      const scope = createScope(declare(bindings, attributes));
      inner.set(key, scope);
      return scope;
    },
    elementName(qualifiedName) {
      const known = names.get(qualifiedName);
      if (known !== undefined) return known;
      const { prefix, local } = splitName(qualifiedName);
      const name = { namespace: lookUp(bindings, prefix), local };
      names.set(qualifiedName, name);
      return name;
    },
    attributes(written) {
      const found: XmlAttribute[] = [];
      for (const [qualifiedName, value] of Object.entries(written)) {
        if (isDeclaration(qualifiedName)) continue;
        const { prefix, local } = splitName(qualifiedName);
        // A default namespace does not apply to attributes.
        const namespace = prefix === "" ? "" : lookUp(bindings, prefix);
        if (found.some((other) => other.local === local && other.namespace === namespace)) {
          throw new NamespaceError(`duplicate attribute ${local}`);
        }
        found.push({ namespace, local, value });
      }
      return found;
    },
  };
}

function isDeclaration(attributeName: string): boolean {
  return attributeName === "xmlns" || attributeName.startsWith("xmlns:");
}

function declare(
  bindings: ReadonlyMap<string, string>,
  attributes: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const extended = new Map(bindings);
  for (const [name, value] of Object.entries(attributes)) {
    if (!isDeclaration(name)) continue;
    const prefix = name === "xmlns" ? "" : splitName(name).local;
    const isReserved =
      prefix === "xmlns" || value === xmlnsNamespace || (prefix === "xml") !== (value === xmlNamespace);
    if (isReserved) throw new NamespaceError("a reserved prefix or namespace is declared");
    if (value === "" && prefix !== "") throw new NamespaceError(`the prefix ${prefix} is declared empty`);
    extended.set(prefix, knownNamespaces.get(value) ?? value);
  }
  return extended;
}

function splitName(qualifiedName: string): { readonly prefix: string; readonly local: string } {
  const colon = qualifiedName.indexOf(":");
  if (colon < 0) return { prefix: "", local: qualifiedName };
  const local = qualifiedName.slice(colon + 1);
  // The parser has checked the characters, but for the first one of the local part.
  if (colon === 0 || local === "" || local.includes(":") || /^[-.\d·]/.test(local)) {
    throw new NamespaceError(`malformed name ${qualifiedName}`);
  }
  return { prefix: qualifiedName.slice(0, colon), local };
}

function lookUp(bindings: ReadonlyMap<string, string>, prefix: string): string {
  const namespace = bindings.get(prefix);
  if (namespace === undefined) throw new NamespaceError(`unbound prefix ${prefix}`);
  return namespace;
}
