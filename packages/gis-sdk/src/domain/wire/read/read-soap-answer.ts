import { normalizeGuid } from "../guid.js";
import { baseNamespace, paymentNamespace, soapNamespace } from "../namespaces.js";
import { resolveLimits } from "../xml/limits.js";
import { XmlProblem } from "../xml/scan-xml.js";
import { createAckReader } from "./ack-reader.js";
import { type ElementReader, readElements, type TextChildren, textNames } from "./element-reader.js";
import { createFaultReader } from "./fault-reader.js";
import type { AnswerLimits, ProtocolErrorAnswer, ProtocolErrorReason, SoapAnswer } from "./soap-answer.js";
import { createStateReader } from "./state-reader.js";
import { UnexpectedContent } from "./unexpected-content.js";

const defaultLimits = { maxBytes: 16 * 1024 * 1024, maxDepth: 64, maxResults: 10_000 };

/** A page for people begins so; most are not well-formed XML. */
const htmlStart = /^\s*<(?:!doctype\s+html|html)\b/i;
const htmlStartLength = 512;

/**
 * Reads what the payment service answered, whatever the HTTP status was: an acknowledgement, a fault, the state of a
 * packet, or a body that is none of these.
 *
 * Names are matched by namespace, never by prefix. White space around values and upper-case GUIDs, both of which ГИС ЖКХ
 * writes, are taken off; elements that are not known are passed over and listed as anomalies. Nothing of the answer's
 * signature is verified here.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` for limits that are no positive integers; never because of the body.
 * @example
 * ```ts
 * const answer = readSoapAnswer(body);
 * if (answer.kind === "ack") console.log(answer.messageGuid);
 * ```
 */
export function readSoapAnswer(bytes: Uint8Array, limits: AnswerLimits = {}): SoapAnswer {
  const { maxBytes, maxDepth, maxResults } = resolveLimits(limits, defaultLimits);
  if (htmlStart.test(new TextDecoder().decode(bytes.subarray(0, htmlStartLength)))) {
    return protocolError("html", "The body is an HTML page, not an answer of the payment service");
  }
  try {
    let answer: SoapAnswer | undefined;
    const document = createDocumentReader(maxResults, (read) => {
      answer = read;
    });
    readElements(bytes, { maxBytes, maxDepth }, document);
    return answer ?? protocolError("unexpected-content", "The envelope has no Body with an answer");
  } catch (error) {
    if (error instanceof XmlProblem) return protocolError(error.reason, error.message);
    if (error instanceof UnexpectedContent) return protocolError(error.reason, error.message);
    throw error;
  }
}

function createDocumentReader(maxResults: number, finish: (answer: SoapAnswer) => void): ElementReader {
  const header: TextChildren = { names: headerTexts, values: [] };
  let hasBody = false;
  const envelope: ElementReader = {
    path: "/Envelope",
    child(namespace, localName) {
      if (namespace !== soapNamespace) return undefined;
      if (localName === "Header") return createHeaderReader(header);
      if (localName !== "Body") return undefined;
      if (hasBody) throw new UnexpectedContent("The envelope has a second Body");
      hasBody = true;
      return createBodyReader(maxResults, header, finish);
    },
  };
  return {
    path: "/",
    child(namespace, localName) {
      if (namespace === soapNamespace && localName === "Envelope") return envelope;
      throw new UnexpectedContent("The root element is not a SOAP 1.1 Envelope");
    },
  };
}

const headerTexts = textNames(baseNamespace, ["MessageGUID"]);

function createHeaderReader(texts: TextChildren): ElementReader {
  const resultHeader: ElementReader = { path: "/Envelope/Header/ResultHeader", texts };
  return {
    path: "/Envelope/Header",
    child: (namespace, localName) =>
      namespace === baseNamespace && localName === "ResultHeader" ? resultHeader : undefined,
  };
}

function createBodyReader(
  maxResults: number,
  header: TextChildren,
  finish: (answer: SoapAnswer) => void,
): ElementReader {
  let hasAnswer = false;
  return {
    path: "/Envelope/Body",
    child(namespace, localName) {
      if (hasAnswer) throw new UnexpectedContent("The Body has more than one element");
      hasAnswer = true;
      if (namespace === soapNamespace && localName === "Fault") return createFaultReader(finish);
      if (namespace === baseNamespace && localName === "AckRequest") return createAckReader(finish);
      if (namespace === paymentNamespace && localName === "getStateResult") {
        const [messageGuid] = header.values;
        const headerMessageGuid = messageGuid === undefined ? undefined : normalizeGuid(messageGuid);
        return createStateReader({ maxResults, headerMessageGuid, finish });
      }
      throw new UnexpectedContent("The Body holds neither AckRequest, getStateResult nor Fault");
    },
  };
}

function protocolError(reason: ProtocolErrorReason, message: string): ProtocolErrorAnswer {
  return { kind: "protocol-error", reason, message };
}
