import type { ComplexType } from "../schema/model.js";

/**
 * SOAP 1.1 envelopes around the messages of the payment service, in the form of the field tables. Stricter than SOAP: the
 * body holds one message, and only messages of this service.
 */
export const soapComplexTypes: Readonly<Record<string, ComplexType>> = {
  "soap:Envelope": {
    content: {
      sequence: [
        { element: "soap:Header", type: "soap:Header", min: 0 },
        { element: "soap:Body", type: "soap:Body" },
      ],
    },
  },
  "soap:Header": {
    content: {
      choice: [
        { element: "base:RequestHeader", type: "base:RequestHeader" },
        { element: "base:ISRequestHeader", type: "base:ISRequestHeader" },
        { element: "base:ResultHeader", type: "base:ResultHeader" },
        { any: { not: "http://schemas.xmlsoap.org/soap/envelope/" }, process: "lax" },
      ],
      min: 0,
      max: Number.POSITIVE_INFINITY,
    },
  },
  "soap:Body": {
    content: {
      choice: [
        ...[
          "pay:importNotificationsOfOrderExecutionRequest",
          "pay:importSupplierNotificationsOfOrderExecutionRequest",
          "pay:importNotificationsOfOrderExecutionCancellationRequest",
          "pay:getStateResult",
          "base:getStateRequest",
          "base:AckRequest",
        ].map((element) => ({ element, type: element })),
        { element: "soap:Fault", type: "soap:Fault" },
      ],
    },
  },
  "soap:Fault": {
    content: {
      sequence: [
        { element: "faultcode", type: "string" },
        { element: "faultstring", type: "string" },
        { element: "faultactor", type: "anyURI", min: 0 },
        { element: "detail", type: "soap:detail", min: 0 },
      ],
    },
  },
  "soap:detail": { content: { any: "##any", process: "lax", min: 0, max: Number.POSITIVE_INFINITY } },
};

/** Global elements of SOAP 1.1 that may be a document's root. */
export const soapElements: Readonly<Record<string, string>> = { "soap:Envelope": "soap:Envelope" };
