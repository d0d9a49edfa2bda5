import { normalizeGuid } from "../wire/guid.js";
import { placeBelow, placeOf } from "./open-element.js";
import type { Reporter } from "./report.js";
import type { ElementListener } from "./schema-checker.js";

const outcomes: ReadonlySet<string> = new Set([
  "base:ErrorMessage",
  "pay:ImportResult",
  "pay:exportPaymentDocumentDetailsResult",
  "pay:exportForPaymentAggregatorResult",
]);

/** Rules for answers to getState that the schema does not express. */
export function createStateRules(reporter: Reporter): ElementListener {
  const transportGuids = new Set<string>();
  let requestState = "";
  let hasOutcome = false;
  let result = { hasGuid: false, hasError: false };
  return {
    open({ name, parent }) {
      if (parent?.name === "pay:getStateResult" && outcomes.has(name)) hasOutcome = true;
      if (name === "pay:ImportResult") result = { hasGuid: false, hasError: false };
      if (parent?.name !== "pay:ImportResult") return;
      if (name === "base:GUID") result.hasGuid = true;
      if (name === "base:Error") result.hasError = true;
    },
    value(element) {
      if (element.name === "base:RequestState") requestState = element.text.trim();
      if (element.name !== "base:TransportGUID" || element.parent?.name !== "pay:ImportResult") return;
      const guid = normalizeGuid(element.text);
      if (transportGuids.has(guid)) reporter.report("rule/result-repeated", placeOf(element));
      transportGuids.add(guid);
    },
    close(element) {
      if (element.name === "pay:ImportResult" && !result.hasError && !result.hasGuid) {
        reporter.report("rule/result-without-guid", placeBelow(element, "GUID", element.line));
      }
      if (element.name !== "pay:getStateResult") return;
      const place = placeBelow(element, "RequestState", element.line);
      if (requestState === "3" && !hasOutcome) reporter.report("rule/state-without-outcome", place);
      if ((requestState === "1" || requestState === "2") && hasOutcome) {
        reporter.report("rule/state-early-outcome", place);
      }
    },
  };
}
