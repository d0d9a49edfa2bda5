import { elementsOf, findComplexType, localNameOf } from "../../schema/lookup.js";
import type { Particle } from "../../schema/model.js";
import { commonParent } from "./property.js";

/**
 * Where each field of a payment stands on the wire: the field tables of the schema joined with the names of our own
 * properties. Writing, reading and checking of payments all go by it, so that they cannot differ.
 */
export type LayoutNode = LayoutLeaf | LayoutGroup;

/** An element with text, which holds one property. */
export interface LayoutLeaf {
  readonly kind: "leaf";
  /** `prefix:local`, with the prefixes of the field tables. */
  readonly element: string;
  /** Name of its simple type in the field tables. */
  readonly type: string;
  /** Steps from the payment to the property, for instance `["recipient", "inn"]`. */
  readonly property: readonly string[];
}

/** An element with child elements; it is written when one of them is. */
export interface LayoutGroup {
  readonly kind: "group";
  readonly element: string;
  /** The content model of the children. */
  readonly content: Particle;
  /** Steps from the payment to the object whose properties the children hold; none for the payment itself. */
  readonly property: readonly string[];
  /** In the order of the schema. */
  readonly children: readonly LayoutNode[];
}

/** Joins a complex type of the field tables with a binding. Throws where an element is not bound, or a binding is idle. */
export function createLayout(element: string, type: string, binding: Readonly<Record<string, string>>): LayoutGroup {
  const unused = new Set(Object.keys(binding));
  const layout = group(element, type, "");
  if (unused.size > 0) throw new TypeError(`${element}: no such element: ${[...unused].join(", ")}`);
  return layout;

  function group(name: string, typeName: string, path: string): LayoutGroup {
    const content = findComplexType(typeName)?.content;
    if (content === undefined) throw new TypeError(`${name}: ${typeName} has no children`);
    const children = elementsOf(content).map((child) =>
      node(child.element, child.type, `${path}${localNameOf(child.element)}`),
    );
    return { kind: "group", element: name, content, property: commonParent(children.map(propertyBelow)), children };
  }

  function node(name: string, typeName: string, path: string): LayoutNode {
    if (findComplexType(typeName) !== undefined) return group(name, typeName, `${path}/`);
    const property = binding[path];
    if (property === undefined) throw new TypeError(`${element}: ${path} is not bound to a property`);
    unused.delete(path);
    return { kind: "leaf", element: name, type: typeName, property: property.split(".") };
  }
}

/** For a group, a path that its parent may share: the group's own property and one more step. */
function propertyBelow(node: LayoutNode): readonly string[] {
  return node.kind === "leaf" ? node.property : [...node.property, ""];
}
