import { baseNamespace } from "../namespaces.js";
import { type ElementReader, type TextChildren, textNames } from "./element-reader.js";
import type { FaultAnswer } from "./soap-answer.js";

/** `EXP001000: text`, as ГИС ЖКХ writes `faultstring`. */
const faultStringWithCode = /^([A-Z]{3}\d{6})\b\s*:?\s*/;

/** SOAP 1.1 leaves the children of a fault unqualified. */
const faultNamespace = "";
const faultTexts = textNames(faultNamespace, ["faultcode", "faultstring"]);
/** Description is what errors of packets and payments call the text; their type is often taken for that of the detail. */
const detailTexts = textNames(baseNamespace, ["ErrorCode", "ErrorMessage", "Description", "StackTrace"]);

/** Reads a SOAP 1.1 fault (§4.4) with the detail `base:Fault`, if it has one. */
export function createFaultReader(finish: (answer: FaultAnswer) => void): ElementReader {
  const texts: TextChildren = { names: faultTexts, values: [] };
  const details: TextChildren = { names: detailTexts, values: [] };
  const detailFault: ElementReader = { path: "/Fault/detail/Fault", texts: details };
  const detail: ElementReader = {
    path: "/Fault/detail",
    child: (namespace, localName) => (namespace === baseNamespace && localName === "Fault" ? detailFault : undefined),
  };
  return {
    path: "/Fault",
    texts,
    child: (namespace, localName) => (namespace === faultNamespace && localName === "detail" ? detail : undefined),
    end() {
      const [faultCode = "", faultString = ""] = texts.values;
      const [detailCode, message, description, stackTrace] = details.values;
      const inFaultString = faultStringWithCode.exec(faultString);
      const code = detailCode || inFaultString?.[1];
      finish({
        kind: "fault",
        faultCode: faultCode.slice(faultCode.indexOf(":") + 1),
        faultString,
        ...(code !== undefined && { code }),
        message: message || description || faultString.slice(inFaultString?.[0].length ?? 0),
        ...(stackTrace !== undefined && { stackTrace }),
      });
    },
  };
}
