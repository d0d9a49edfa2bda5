import { paymentTables } from "../schema/generated/payment-tables.js";
import { type OpenElement, placeOf } from "./open-element.js";
import type { Reporter } from "./report.js";
import type { ElementListener } from "./schema-checker.js";

/** Checks the `xs:key` constraints of the schema set: values that must differ within one message. */
export function createKeyRules(reporter: Reporter): ElementListener {
  let keys: readonly { readonly selector: string; readonly values: Set<string> }[] = [];
  return {
    open({ name }) {
      const constraints = paymentTables.keys[name];
      if (constraints !== undefined) keys = constraints.map(({ selector }) => ({ selector, values: new Set() }));
    },
    value(element) {
      for (const { selector, values } of keys) {
        if (!isSelected(element, selector)) continue;
        if (values.has(element.text)) reporter.report("schema/key", placeOf(element));
        values.add(element.text);
      }
    },
  };
}

/** The two forms of selectors in the set: `.//name`, and a path of child steps from the element with the constraint. */
function isSelected(element: OpenElement, selector: string): boolean {
  if (selector.startsWith(".//")) return element.name === selector.slice(3);
  const steps = selector.split("/");
  let at: OpenElement | undefined = element;
  for (const step of steps.reverse()) {
    if (at?.name !== step) return false;
    at = at.parent;
  }
  return at !== undefined && paymentTables.keys[at.name] !== undefined;
}
