import type { AttributeUse } from "../schema/model.js";
import { soapNamespace } from "../wire/namespaces.js";
import type { XmlAttribute } from "../wire/xml/namespace-scope.js";
import { attributeNameOf } from "./element-names.js";
import { type OpenElement, placeBelow } from "./open-element.js";
import type { Reporter } from "./report.js";
import { valueCheckerOf } from "./simple-value.js";

const xsiNamespace = "http://www.w3.org/2001/XMLSchema-instance";

/** Checks the attributes of an element. */
export type AttributeChecker = (element: OpenElement, attributes: readonly XmlAttribute[]) => void;

/** A checker for the attributes of one message. */
export function createAttributeChecker(reporter: Reporter): AttributeChecker {
  const ids = new Set<string>();
  return (element, attributes) => {
    const { type, line } = element;
    if (type.kind === "any") return;
    const declared = type.kind === "complex" ? type.attributes : undefined;
    if (attributes.length === 0 && (declared === undefined || declared.size === 0)) return;
    const seen = new Set<string>();
    for (const attribute of attributes) {
      const name = attributeNameOf(attribute);
      const use = declared?.get(name);
      if (use !== undefined) {
        seen.add(name);
        checkValue(element, use, attribute.value);
      } else {
        const code = strangerOf(element, attribute);
        if (code !== undefined) reporter.report(code, placeBelow(element, `@${attribute.local}`, line));
      }
    }
    for (const { name, required } of declared?.values() ?? []) {
      if (required === true && !seen.has(name)) {
        reporter.report("schema/attribute-missing", placeBelow(element, `@${localOf(name)}`, line), name);
      }
    }
  };

  function checkValue(element: OpenElement, { name, type, fixed }: AttributeUse, value: string): void {
    const place = () => placeBelow(element, `@${localOf(name)}`, element.line);
    const problem = valueCheckerOf(type).check(value);
    if (problem !== undefined) reporter.report(problem.code, place(), problem.expected);
    else if (fixed !== undefined && value !== fixed) reporter.report("schema/fixed", place(), fixed);
    else if (type === "ID") {
      if (ids.has(value)) reporter.report("schema/key", place());
      ids.add(value);
    }
  }
}

function localOf(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** What is wrong with an attribute that the type does not declare. */
function strangerOf(
  { type, parent }: OpenElement,
  { namespace, local }: XmlAttribute,
): "rule/xsi-type" | "schema/attribute-unknown" | undefined {
  if (namespace === xsiNamespace) {
    // Where to find a schema is not part of the message; xsi:nil is for nillable elements, and there are none
    // (XML Schema part 1, 2.6).
    if (local === "schemaLocation" || local === "noNamespaceSchemaLocation") return undefined;
    return local === "type" ? "rule/xsi-type" : "schema/attribute-unknown";
  }
  if (type.kind === "complex" && type.openAttributes && namespace !== "") return undefined;
  // mustUnderstand and actor stand on the blocks of a SOAP header.
  if (namespace === soapNamespace && parent?.name === "soap:Header") return undefined;
  return "schema/attribute-unknown";
}
