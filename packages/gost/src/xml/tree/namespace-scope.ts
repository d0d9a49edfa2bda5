import { type XmlElement, type XmlNamespaceDeclaration, xmlNamespace, xmlnsNamespace } from "./node.js";

/** The namespace declarations that apply at the place where a parser stands. */
export interface NamespaceScope {
  /** Applies the declarations of an element that opens. */
  enter(declarations: readonly XmlNamespaceDeclaration[]): void;
  /** Takes them back when it closes. */
  leave(declarations: readonly XmlNamespaceDeclaration[]): void;
  /** The namespace that the prefix stands for; an undeclared prefix is refused, no default namespace is `""`. */
  resolve(prefix: string): string;
}

/** One stack of names per prefix: opening and closing cost as much as there are declarations, however deep the tree. */
export function createNamespaceScope(refuse: (reason: string) => never): NamespaceScope {
  const stacks = new Map<string, string[]>([
    ["", [""]],
    ["xml", [xmlNamespace]],
  ]);
  return {
    enter(declarations) {
      for (const { prefix, namespace } of declarations) {
        const problem = declarationProblem(prefix, namespace);
        if (problem !== undefined) refuse(problem);
        const stack = stacks.get(prefix);
        if (stack === undefined) stacks.set(prefix, [namespace]);
        else stack.push(namespace);
      }
    },
    leave(declarations) {
      for (const { prefix } of declarations) stacks.get(prefix)?.pop();
    },
    resolve(prefix) {
      return stacks.get(prefix)?.at(-1) ?? refuse(`prefix ${prefix} is not declared.`);
    },
  };
}

/** Namespaces in XML 1.0 §3 (reserved names) and §2.2 (a prefix cannot be undeclared). */
function declarationProblem(prefix: string, namespace: string): string | undefined {
  if (prefix === "xmlns") return "the prefix xmlns must not be declared.";
  if ((prefix === "xml") !== (namespace === xmlNamespace)) return `prefix xml belongs to ${xmlNamespace} alone.`;
  if (namespace === xmlnsNamespace) return `${xmlnsNamespace} must not be declared.`;
  if (prefix !== "" && namespace === "") return `prefix ${prefix} is bound to an empty name.`;
  return undefined;
}

/**
 * The namespaces in scope on an element, by prefix (`""` is the default namespace, absent when there is none). The
 * prefix `xml` is left out.
 */
export function namespacesInScope(element: XmlElement): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    for (const { prefix, namespace } of at.declarations) if (!found.has(prefix)) found.set(prefix, namespace);
  }
  found.delete("xml");
  if (found.get("") === "") found.delete("");
  return found;
}
