import { baseNamespace, soapNamespace } from "../namespaces.js";
import type { ElementReader } from "./element-reader.js";
import { createRecordReader } from "./record-reader.js";
import type { FaultAnswer } from "./soap-answer.js";

/** `EXP001000: text`, as ГИС ЖКХ writes `faultstring`. */
const faultStringWithCode = /^([A-Z]{3}\d{6})\b\s*:?\s*/;

const detailFields = new Map([
  ["ErrorCode", "code"],
  ["ErrorMessage", "message"],
  // What errors of packets and payments call it; the type of the detail is often taken for theirs.
  ["Description", "description"],
  ["StackTrace", "stackTrace"],
] as const);

type DetailField = "code" | "message" | "description" | "stackTrace";

/** Reads a SOAP 1.1 fault (§4.4) with the detail `base:Fault`, if it has one. */
export function createFaultReader(finish: (answer: FaultAnswer) => void): ElementReader {
  let faultCode = "";
  let faultString = "";
  let detail: Readonly<Partial<Record<DetailField, string>>> = {};
  const codeReader: ElementReader = {
    end(text) {
      faultCode = text.trim();
    },
  };
  const stringReader: ElementReader = {
    end(text) {
      faultString = text.trim();
    },
  };
  const detailReader: ElementReader = {
    child(namespace, localName) {
      if (namespace !== baseNamespace || localName !== "Fault") return undefined;
      return createRecordReader({
        path: "/Fault/detail/Fault",
        fields: detailFields,
        end(values) {
          detail = values;
        },
      });
    },
  };
  return {
    child(namespace, localName) {
      // The standard leaves the children unqualified; some stacks qualify them.
      if (namespace !== "" && namespace !== soapNamespace) return undefined;
      switch (localName) {
        case "faultcode":
          return codeReader;
        case "faultstring":
          return stringReader;
        case "detail":
          return detailReader;
        default:
          return undefined;
      }
    },
    end() {
      const inFaultString = faultStringWithCode.exec(faultString);
      const code = detail.code || inFaultString?.[1];
      finish({
        kind: "fault",
        faultCode: faultCode.slice(faultCode.indexOf(":") + 1),
        faultString,
        ...(code !== undefined && { code }),
        message: detail.message || detail.description || faultString.slice(inFaultString?.[0].length ?? 0),
        ...(detail.stackTrace !== undefined && { stackTrace: detail.stackTrace }),
      });
    },
  };
}
