import { localNameOf } from "../schema/lookup.js";
import type { XmlAttribute, XmlName } from "../wire/xml/namespace-scope.js";
import type { XmlHandler } from "../wire/xml/scan-xml.js";
import { createAttributeChecker } from "./attribute-checker.js";
import type { ChildVerdict } from "./content-cursor.js";
import { namesLike, tableNameOf } from "./element-names.js";
import { anyType, elementTypeOf, globalElementType } from "./element-types.js";
import { countChild, type OpenElement, openElement, placeBelow, placeOf } from "./open-element.js";
import type { Reporter } from "./report.js";
import { isFixedValue, type ValueChecker } from "./simple-value.js";

/** Hears of the elements of a message while they are checked. */
export interface ElementListener {
  open?(element: OpenElement, attributes: readonly XmlAttribute[]): void;
  /** An element with text ends. The text may break the schema. */
  value?(element: OpenElement, checker: ValueChecker): void;
  close?(element: OpenElement): void;
}

/** How a message is checked. */
export interface SchemaCheckerOptions {
  /** Names of the elements that may be the root. */
  readonly roots: ReadonlySet<string>;
  readonly reporter: Reporter;
  readonly listeners: readonly ElementListener[];
}

const misplaced = {
  order: "schema/element-order",
  repeated: "schema/element-repeated",
  choice: "schema/element-choice",
} as const;

/** Checks a message against the field tables while it is read: XML Schema 1.0 as far as the schema set uses it. */
export function createSchemaChecker({ roots, reporter, listeners }: SchemaCheckerOptions): XmlHandler {
  const checkAttributes = createAttributeChecker(reporter);
  let current: OpenElement | undefined;
  /** Depth inside an element that is not known, and passed over with all that is in it; 0 outside of such. */
  let skipped = 0;
  return {
    open(xmlName, attributes, { line }) {
      const element = skipped > 0 ? undefined : begin(xmlName, line);
      if (element === undefined) {
        skipped += 1;
        return;
      }
      current = element;
      checkAttributes(element, attributes);
      for (const listener of listeners) listener.open?.(element, attributes);
    },
    text(piece) {
      if (skipped === 0 && current !== undefined) addText(current, piece, reporter);
    },
    close() {
      if (skipped > 0) {
        skipped -= 1;
      } else if (current !== undefined) {
        end(current);
        current = current.parent;
      }
    },
  };

  /** Begins an element in the current one; `undefined` where it is not known. */
  function begin(xmlName: XmlName, line: number): OpenElement | undefined {
    const { local } = xmlName;
    const name = tableNameOf(xmlName);
    const parent = current;
    if (parent === undefined) {
      const type = roots.has(name) ? globalElementType(name) : undefined;
      if (type !== undefined) return openElement({ name, local, line, parent, type });
      reporter.report("schema/root", placeBelow(parent, local, line));
      return undefined;
    }
    if (parent.type.kind === "any") {
      return openElement({ name, local, line, parent, type: globalElementType(name) ?? anyType });
    }
    const verdict = parent.cursor?.next({ name, namespace: xmlName.namespace }) ?? { kind: "unknown" };
    if (verdict.kind === "unknown") {
      reportUnknown(parent, local, line);
      return undefined;
    }
    return beginChild(parent, { name, local, line }, verdict);
  }

  function beginChild(
    parent: OpenElement,
    { name, local, line }: Pick<OpenElement, "name" | "local" | "line">,
    { kind, particle }: Exclude<ChildVerdict, { readonly kind: "unknown" }>,
  ): OpenElement | undefined {
    if ("any" in particle) {
      const type = globalElementType(name);
      if (type !== undefined || particle.process === "lax") {
        return openElement({ name, local, line, parent, type: type ?? anyType });
      }
      reportUnknown(parent, local, line);
      return undefined;
    }
    const { max = 1, fixed, type } = particle;
    const index = max > 1 ? countChild(parent, name) : undefined;
    const element = openElement({ name, local, line, parent, type: elementTypeOf(type), index, fixed });
    if (kind !== "expected") reporter.report(misplaced[kind], placeOf(element), String(max));
    return element;
  }

  function reportUnknown(parent: OpenElement, local: string, line: number): void {
    const declared = parent.type.kind === "complex" ? parent.type.content.elements : undefined;
    const meant = namesLike(local).find((name) => declared?.has(name) === true);
    const place = placeBelow(parent, local, line);
    if (meant === undefined) reporter.report("schema/element-unknown", place);
    else reporter.report("schema/element-namespace", place, meant);
  }

  function end(element: OpenElement): void {
    const { type, cursor, line } = element;
    const checker = type.kind === "any" ? undefined : type.text;
    if (checker !== undefined) {
      checkText(element, checker, reporter);
      for (const listener of listeners) listener.value?.(element, checker);
    }
    for (const alternatives of cursor?.finish() ?? []) {
      const names = alternatives.map(localNameOf);
      reporter.report("schema/element-missing", placeBelow(element, names[0] ?? "*", line), names.join(" | "));
    }
    for (const listener of listeners) listener.close?.(element);
  }
}

function addText(element: OpenElement, piece: string, reporter: Reporter): void {
  const { type } = element;
  if (type.kind === "any") return;
  if (type.kind === "simple" || type.text !== undefined) {
    element.text += piece;
  } else if (!type.mixed && !element.hasStrayText && /[^ \t\n\r]/.test(piece)) {
    element.hasStrayText = true;
    reporter.report("schema/text-unexpected", placeOf(element));
  }
}

function checkText(element: OpenElement, checker: ValueChecker, reporter: Reporter): void {
  const { text, fixed } = element;
  // An empty element with a fixed value has that value (XML Schema part 1, 3.3.1).
  if (fixed !== undefined && text === "") return;
  const problem = checker.check(text);
  if (problem !== undefined) reporter.report(problem.code, placeOf(element), problem.expected);
  else if (fixed !== undefined && !isFixedValue(text, fixed, checker.type)) {
    reporter.report("schema/fixed", placeOf(element), fixed);
  }
}
