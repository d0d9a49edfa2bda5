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
  /** The scope of an element with these attributes; this scope itself if they declare nothing. */
  enter(written: Readonly<Record<string, string>>): NamespaceScope;
  /** This scope with one more declaration: an attribute `xmlns` or `xmlns:prefix`. */
  declare(attributeName: string, namespace: string): NamespaceScope;
  elementName(qualifiedName: string): XmlName;
  /** The attributes that are no declarations. */
  attributes(written: Readonly<Record<string, string>>): readonly XmlAttribute[];
}

function isDeclaration(attributeName: string): boolean {
  return attributeName.startsWith("xmlns") && (attributeName.length === 5 || attributeName.charAt(5) === ":");
}

/** A document that breaks the rules of namespaces. */
export class NamespaceError extends Error {}

const xmlNamespace = "http://www.w3.org/XML/1998/namespace";
const xmlnsNamespace = "http://www.w3.org/2000/xmlns/";

/** One string object for each namespace that is compared all the time: equal objects compare at once. */
const knownNamespaces: ReadonlyMap<string, string> = new Map(
  [baseNamespace, paymentNamespace, signatureNamespace, soapNamespace].map((uri) => [uri, uri]),
);

/** Declarations in scope at one place: looking a prefix up must stay cheaper than reading it. */
const declarationsMax = 512;
/** Scopes and names kept for one document. Messages have a few dozen; hostile documents would have a new one each time. */
const keptMax = 4096;

/** What one prefix stands for, and what was declared before. */
interface Declaration {
  readonly prefix: string;
  readonly namespace: string;
  readonly outer: Declaration | undefined;
  /** Number of declarations in scope. */
  readonly count: number;
}

/** The scope at the beginning of a document. */
export function createDocumentScope(): NamespaceScope {
  const xml = { prefix: "xml", namespace: xmlNamespace, outer: undefined, count: 0 };
  return createScope({ prefix: "", namespace: "", outer: xml, count: 0 }, { kept: 0 });
}

function createScope(innermost: Declaration, document: { kept: number }): NamespaceScope {
  const names = new Map<string, XmlName>();
  const inner = new Map<string, Map<string, NamespaceScope>>();
  return {
    enter(written) {
      let scope: NamespaceScope = this;
      for (const name in written) {
        if (isDeclaration(name)) scope = scope.declare(name, written[name] ?? "");
      }
      return scope;
    },
    declare(attributeName, namespace) {
      const ofName = inner.get(attributeName) ?? new Map<string, NamespaceScope>();
      const known = ofName.get(namespace);
      if (known !== undefined) return known;
      if (innermost.count >= declarationsMax) {
        throw new NamespaceError(`more than ${declarationsMax} namespace declarations in scope`);
      }
      const scope = createScope(declaration(attributeName, namespace, innermost), document);
      if (document.kept < keptMax) {
        document.kept += 1;
        inner.set(attributeName, ofName.set(namespace, scope));
      }
      return scope;
    },
    elementName(qualifiedName) {
      const known = names.get(qualifiedName);
      if (known !== undefined) return known;
      const { prefix, local } = splitName(qualifiedName);
      const name = { namespace: lookUp(innermost, prefix), local };
      if (document.kept < keptMax) {
        document.kept += 1;
        names.set(qualifiedName, name);
      }
      return name;
    },
    attributes(written) {
      const found = new Map<string, XmlAttribute>();
      for (const qualifiedName in written) {
        if (isDeclaration(qualifiedName)) continue;
        const { prefix, local } = splitName(qualifiedName);
        // A default namespace does not apply to attributes.
        const namespace = prefix === "" ? "" : lookUp(innermost, prefix);
        const key = `{${namespace}}${local}`;
        if (found.has(key)) throw new NamespaceError(`duplicate attribute ${local}`);
        found.set(key, { namespace, local, value: written[qualifiedName] ?? "" });
      }
      return [...found.values()];
    },
  };
}

/** What an attribute declares (Namespaces in XML 1.0, §3). */
function declaration(attributeName: string, namespace: string, outer: Declaration): Declaration {
  const prefix = attributeName === "xmlns" ? "" : splitName(attributeName).local;
  const bindsXml = prefix === "xml";
  if (prefix === "xmlns" || namespace === xmlnsNamespace || bindsXml !== (namespace === xmlNamespace)) {
    throw new NamespaceError("a reserved prefix or namespace is declared");
  }
  if (namespace === "" && prefix !== "") throw new NamespaceError(`the prefix ${prefix} is declared empty`);
  return { prefix, namespace: knownNamespaces.get(namespace) ?? namespace, outer, count: outer.count + 1 };
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

function lookUp(innermost: Declaration, prefix: string): string {
  for (let at: Declaration | undefined = innermost; at !== undefined; at = at.outer) {
    if (at.prefix === prefix) return at.namespace;
  }
  throw new NamespaceError(`unbound prefix ${prefix}`);
}
