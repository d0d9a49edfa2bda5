import { paymentTables } from "../schema/generated/payment-tables.js";
import { type OpenElement, placeOf } from "./open-element.js";
import type { Reporter } from "./report.js";
import type { ElementListener } from "./schema-checker.js";

/** Checks the `xs:key` constraints of the schema set: values that must differ within one message. */
export function createKeyRules(reporter: Reporter): ElementListener {
  let keys: readonly { readonly steps: readonly string[]; readonly values: Set<string> }[] = [];
  return {
    open({ name }) {
      const constraints = paymentTables.keys[name];
      if (constraints === undefined) return;
      keys = constraints.map(({ selector }) => ({ steps: stepsUpwards(name, selector), values: new Set() }));
    },
    value(element) {
      for (const { steps, values } of keys) {
        if (!isSelected(element, steps)) continue;
        if (values.has(element.text)) reporter.report("schema/key", placeOf(element));
        values.add(element.text);
      }
    },
  };
}

/**
 * Names from a selected element upwards. The set has two forms of selectors: `.//name` for any depth, and a path of child
 * steps, at whose upper end the element with the constraint stands.
 */
function stepsUpwards(holder: string, selector: string): readonly string[] {
  return selector.startsWith(".//") ? [selector.slice(3)] : [holder, ...selector.split("/")].reverse();
}

function isSelected(element: OpenElement, steps: readonly string[]): boolean {
  let at: OpenElement | undefined = element;
  for (const step of steps) {
    if (at?.name !== step) return false;
    at = at.parent;
  }
  return true;
}
