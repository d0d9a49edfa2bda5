import { namespaceOf, prefixOf, simpleTypeOf } from "../schema/lookup.js";
import type { LayoutGroup, LayoutLeaf, LayoutNode } from "../wire/layout/layout.js";
import { memberAt } from "../wire/layout/property.js";
import { propertyTypeOf, wireText } from "../wire/layout/wire-text.js";
import { createContentCursor } from "./content-cursor.js";
import { type ChildName, type RequiredContent, requiredOf } from "./content-model.js";
import { createContentModel } from "./content-states.js";
import { violation } from "./report.js";
import { createShapeChecker } from "./shape-checker.js";
import { valueCheckerOf } from "./simple-value.js";
import { checkAmountRules, checkValueRules, subjectElements } from "./value-rules.js";
import type { Violation } from "./violation.js";

/** Checks one item: a payment of one profile, or a cancellation. */
export type ItemValidator = (item: object) => readonly Violation[];

type NodeValidator = (item: object, found: Violation[]) => void;

/**
 * Prepares the checks of an item: the same field tables, joined with the same properties, that it is written by.
 *
 * @param markers - Properties of the item that are not written.
 */
export function createItemValidator(layout: LayoutGroup, markers: readonly string[]): ItemValidator {
  const validateFields = groupValidator(layout);
  const checkShape = createShapeChecker([
    ...leavesOf(layout).map(({ property }) => property),
    ...markers.map((name) => [name]),
  ]);
  return (item) => {
    const found: Violation[] = [];
    validateFields(item, found);
    return [...found, ...checkShape(item)];
  };
}

function leavesOf(node: LayoutNode): readonly LayoutLeaf[] {
  return node.kind === "leaf" ? [node] : node.children.flatMap(leavesOf);
}

function groupValidator({ content, children, element, property }: LayoutGroup): NodeValidator {
  const model = createContentModel(content);
  const required = new Set(
    requiredOf(content).flatMap((alternatives) => (alternatives.length === 1 ? alternatives : [])),
  );
  const parts = children.map((node) => ({
    node,
    child: { name: node.element, namespace: namespaceOf(prefixOf(node.element)) } satisfies ChildName,
    leaves: leavesOf(node),
    // A required element whose fields lie in the same object: what it lacks is to be named field by field.
    isThere: node.kind === "group" && node.property.length === property.length && required.has(node.element),
    validate: node.kind === "leaf" ? leafValidator(node) : groupValidator(node),
  }));
  const subjects = element === "pb:OrderInfo" ? parts.filter(({ node }) => subjectElements.includes(node.element)) : [];
  return (item, found) => {
    const cursor = createContentCursor(model);
    const isPresent = (leaves: readonly LayoutLeaf[]) =>
      leaves.some(({ property }) => memberAt(item, property) !== undefined);
    for (const { node, child, leaves, isThere, validate } of parts) {
      if (!isThere && !isPresent(leaves)) continue;
      // Parts go in the order of the schema, so only a choice can be broken.
      if (cursor.next(child).kind !== "expected")
        found.push(violation("schema/element-choice", { path: pathOf(node) }));
      validate(item, found);
    }
    for (const alternatives of cursor.finish()) found.push(missing(alternatives, children));
    if (subjects.length === subjectElements.length && !subjects.some(({ leaves }) => isPresent(leaves))) {
      found.push(violation("rule/subject-missing", { path: "/" }));
    }
  };
}

function missing(alternatives: RequiredContent, children: readonly LayoutNode[]): Violation {
  const paths = children.filter(({ element }) => alternatives.includes(element)).map(pathOf);
  return violation("schema/element-missing", { path: paths[0] ?? "/" }, paths.join(" | "));
}

function pathOf({ property }: LayoutNode): string {
  return `/${property.join("/")}`;
}

function leafValidator(leaf: LayoutLeaf): NodeValidator {
  const simpleType = simpleTypeOf(leaf.type);
  const checker = valueCheckerOf(leaf.type);
  const path = pathOf(leaf);
  const isAmount = simpleType.builtin === "decimal";
  return (item, found) => {
    const text = wireText(memberAt(item, leaf.property), simpleType);
    if (text === undefined) {
      found.push(violation("schema/property-type", { path }, propertyTypeOf(simpleType)));
      return;
    }
    const problem = checker.check(text);
    if (problem !== undefined) found.push(violation(problem.code, { path }, problem.expected));
    const rules = isAmount ? checkAmountRules(text, simpleType) : checkValueRules(text, simpleType);
    for (const code of rules) found.push(violation(code, { path }));
  };
}
