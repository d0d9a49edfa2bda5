import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { readXsd, type XsdNode } from "./xsd-document.js";

/** The global declarations of a schema set, by kind and `{namespace}local` name. */
export interface SchemaSet {
  readonly elements: ReadonlyMap<string, Declaration>;
  readonly attributes: ReadonlyMap<string, Declaration>;
  readonly complexTypes: ReadonlyMap<string, Declaration>;
  readonly simpleTypes: ReadonlyMap<string, Declaration>;
}

/** A global declaration and the namespace it belongs to. */
export interface Declaration {
  readonly node: XsdNode;
  readonly targetNamespace: string;
}

/** Reads a schema document and everything that it imports, from files only. */
export function readSchemaSet(root: string, entry: string): SchemaSet {
  const set = {
    elements: new Map<string, Declaration>(),
    attributes: new Map<string, Declaration>(),
    complexTypes: new Map<string, Declaration>(),
    simpleTypes: new Map<string, Declaration>(),
  };
  const byNodeName = new Map([
    ["element", set.elements],
    ["attribute", set.attributes],
    ["complexType", set.complexTypes],
    ["simpleType", set.simpleTypes],
  ]);
  const seen = new Set<string>();
  const pending = [entry];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const schema = readXsd(readFileSync(join(root, file), "utf8"));
    const targetNamespace = requiredAttribute(schema, "targetNamespace");
    if (schema.attributes.get("elementFormDefault") !== "qualified") {
      throw new Error(`${file}: unqualified local elements`);
    }
    for (const node of schema.children) {
      if (node.name === "import") {
        pending.push(normalize(join(dirname(file), requiredAttribute(node, "schemaLocation"))));
        continue;
      }
      const target = byNodeName.get(node.name);
      if (target === undefined) throw new Error(`${file}: xs:${node.name} is not supported`);
      target.set(`{${targetNamespace}}${requiredAttribute(node, "name")}`, { node, targetNamespace });
    }
  }
  return set;
}

/** Value of an attribute that must be there. */
export function requiredAttribute(node: XsdNode, name: string): string {
  const value = node.attributes.get(name);
  if (value === undefined) throw new Error(`xs:${node.name} without ${name}`);
  return value;
}
