import { SaxesParser } from "saxes";

/** The XML Schema namespace. */
export const xsdNamespace = "http://www.w3.org/2001/XMLSchema";

/** An element of a schema document. Annotations are left out while reading: the tables hold facts, not texts. */
export interface XsdNode {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XsdNode[];
  /** Expands a prefixed name of an attribute value to `{namespace}local`. */
  expand(name: string): string;
}

/** Reads a schema document. */
export function readXsd(text: string): XsdNode {
  const parser = new SaxesParser({ xmlns: true });
  const open: { node: XsdNode; children: XsdNode[] }[] = [];
  const scopes: ReadonlyMap<string, string>[] = [new Map()];
  let root: XsdNode | undefined;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    const scope = new Map(scopes.at(-1));
    for (const [prefix, uri] of Object.entries(tag.ns)) scope.set(prefix, uri);
    scopes.push(scope);
    if (tag.uri !== xsdNamespace) throw new Error(`Not a schema element: ${tag.name}`);
    const children: XsdNode[] = [];
    const attributes = Object.values(tag.attributes).map(({ name, value }) => [name, value] as const);
    open.push({
      children,
      node: {
        name: tag.local,
        attributes: new Map(attributes),
        children,
        expand: (name) => expandName(name, scope),
      },
    });
  });
  parser.on("closetag", () => {
    scopes.pop();
    const closed = open.pop();
    if (closed === undefined) throw new Error("Unbalanced tags");
    const parent = open.at(-1);
    if (parent === undefined) root = closed.node;
    else if (closed.node.name !== "annotation") parent.children.push(closed.node);
  });
  // Annotations may hold markup of any namespace; of this set they hold text only.
  parser.write(text).close();
  if (root === undefined) throw new Error("Empty schema document");
  return root;
}

function expandName(name: string, scope: ReadonlyMap<string, string>): string {
  const colon = name.indexOf(":");
  const prefix = colon < 0 ? "" : name.slice(0, colon);
  const uri = scope.get(prefix);
  if (uri === undefined) throw new Error(`Unbound prefix in ${name}`);
  return `{${uri}}${name.slice(colon + 1)}`;
}
