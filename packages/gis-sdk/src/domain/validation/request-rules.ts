import { type OpenElement, placeBelow, placeOf } from "./open-element.js";
import type { Reporter } from "./report.js";
import type { ElementListener } from "./schema-checker.js";
import { checkAmountRules, checkValueRules, subjectElements } from "./value-rules.js";

const requests: ReadonlySet<string> = new Set([
  "pay:importNotificationsOfOrderExecutionRequest",
  "pay:importSupplierNotificationsOfOrderExecutionRequest",
  "pay:importNotificationsOfOrderExecutionCancellationRequest",
]);
const amounts: ReadonlySet<string> = new Set(["pb:Amount", "pay:Amount"]);

/** Rules for requests that the schema does not express. */
export function createRequestRules(reporter: Reporter): ElementListener {
  const orderIds = new Set<string>();
  const transportGuids = new Map<string, string>();
  let request: OpenElement | undefined;
  let isSigned = false;
  let hasRequestHeader = false;
  let hasSubject = false;
  return {
    open(element, attributes) {
      const { name, parent } = element;
      if (requests.has(name)) {
        request = element;
        if (parent !== undefined && !hasRequestHeader) {
          reporter.report("rule/header-missing", { path: "/Envelope/Header/RequestHeader" });
        }
        if (!attributes.some(({ namespace, local }) => namespace === "" && local === "Id")) {
          reporter.report("rule/id-missing", placeBelow(element, "@Id", element.line));
        }
      } else if (name === "base:RequestHeader") {
        hasRequestHeader = true;
      } else if (name === "ds:Signature" && parent === request) {
        isSigned = true;
      } else if (name === "pb:OrderInfo") {
        hasSubject = false;
      } else if (subjectElements.includes(name) && parent?.name === "pb:OrderInfo") {
        hasSubject = true;
      }
    },
    value(element) {
      if (request === undefined) return;
      if (element.name === "pb:OrderID") checkOrderId(element);
      else if (element.name === "base:TransportGUID") checkTransportGuid(element);
    },
    close(element) {
      if (element === request && !isSigned) {
        reporter.report("rule/unsigned", placeBelow(element, "Signature", element.line));
      }
      if (
        element.name === "pb:OrderInfo" &&
        element.parent?.name === "pay:NotificationOfOrderExecutionType" &&
        !hasSubject
      ) {
        reporter.report("rule/subject-missing", placeOf(element));
      }
    },
  };

  function checkOrderId(element: OpenElement): void {
    if (orderIds.has(element.text)) reporter.report("rule/order-id-repeated", placeOf(element));
    orderIds.add(element.text);
  }

  function checkTransportGuid(element: OpenElement): void {
    const normal = element.text.toLowerCase();
    const known = transportGuids.get(normal);
    // Equal ones break a key of the schema.
    if (known !== undefined && known !== element.text) reporter.report("rule/transport-guid-case", placeOf(element));
    transportGuids.set(normal, element.text);
  }
}

/** Rules for single values that the schema does not express, of requests and answers. */
export function createValueRules(reporter: Reporter): ElementListener {
  return {
    value(element, { type }) {
      // Signatures and SOAP faults have rules of their own.
      if (element.name.startsWith("ds:") || !element.name.includes(":")) return;
      const { name, text } = element;
      for (const code of checkValueRules(text, type)) reporter.report(code, placeOf(element));
      if (amounts.has(name)) {
        for (const code of checkAmountRules(text, type)) reporter.report(code, placeOf(element));
      }
    },
  };
}
