import { GisError } from "../../../errors.js";
import { prefixOf, simpleTypeOf } from "../../schema/lookup.js";
import { escapeText, startTag } from "../xml/canonical-xml.js";
import type { LayoutGroup, LayoutLeaf, LayoutNode } from "./layout.js";
import { createPropertyReader } from "./property.js";
import { propertyTypeOf, wireText } from "./wire-text.js";

/** Writes one item (a payment, a cancellation), or a part of one, as canonical XML. */
export type ItemWriter = (item: object) => string;

/**
 * Prepares a layout for writing: tags with their namespace declarations are laid out once, a call only fills in values.
 *
 * @param declaredPrefixes - Prefixes that the ancestors of the item use, and hence declare.
 */
export function createItemWriter(layout: LayoutGroup, declaredPrefixes: ReadonlySet<string>): ItemWriter {
  return groupWriter(layout, { declaredPrefixes, depth: 0 });
}

/** Where a writer stands: what is declared there, and how many steps of the property paths are behind it. */
interface Position {
  readonly declaredPrefixes: ReadonlySet<string>;
  readonly depth: number;
}

function nodeWriter(node: LayoutNode, position: Position): ItemWriter {
  return node.kind === "leaf" ? leafWriter(node, position) : groupWriter(node, position);
}

function groupWriter({ element, children, property }: LayoutGroup, { declaredPrefixes, depth }: Position): ItemWriter {
  const open = startTag(element, declaredPrefixes);
  const close = `</${element}>`;
  const inside = { declaredPrefixes: new Set([...declaredPrefixes, prefixOf(element)]), depth: property.length };
  const writers = children.map((child) => nodeWriter(child, inside));
  const read = createPropertyReader(property.slice(depth));
  return (item) => {
    const scope = read(item);
    if (scope === undefined) return "";
    if (typeof scope !== "object" || scope === null) throw wrongType(property, "object");
    let content = "";
    for (const write of writers) content += write(scope);
    return content === "" ? "" : open + content + close;
  };
}

function leafWriter({ element, type, property }: LayoutLeaf, { declaredPrefixes, depth }: Position): ItemWriter {
  const open = startTag(element, declaredPrefixes);
  const close = `</${element}>`;
  const simpleType = simpleTypeOf(type);
  const read = createPropertyReader(property.slice(depth));
  return (item) => {
    const value = read(item);
    if (value === undefined) return "";
    const text = wireText(value, simpleType);
    if (text === undefined) throw wrongType(property, propertyTypeOf(simpleType));
    return open + escapeText(text) + close;
  };
}

function wrongType(property: readonly string[], expected: string): GisError {
  const path = `/${property.join("/")}`;
  return new GisError("GIS_PAYMENT_INVALID", `${path} must be of the type ${expected}`, { details: { path } });
}
