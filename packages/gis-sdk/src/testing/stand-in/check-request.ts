import { type GisErrorMessage, validateBody } from "@opora/gis-sdk";
import { type GostCertificate, GostError } from "@opora/gost";
import { parseXml, verifyXades, type XmlElement } from "@opora/gost/xml";
import { childElements, textOf } from "./request-items.js";

const soap = "http://schemas.xmlsoap.org/soap/envelope/";
const payment = "http://dom.gosuslugi.ru/schema/integration/payment/";
const base = "http://dom.gosuslugi.ru/schema/integration/base/";

/** A request that was found in order. */
export interface CheckedRequest {
  readonly messageGuid: string;
  readonly orgPpaGuid: string;
  /** The element in the body; of an import, only what was signed. */
  readonly body: XmlElement;
}

/** The outcome of checking a request: in order, or the fault to answer with. */
export type RequestCheck = { readonly request: CheckedRequest } | { readonly fault: GisErrorMessage };

/** Who is trusted, and when it is. */
export interface CheckCircumstances {
  readonly trustAnchors: readonly GostCertificate[];
  readonly now: Date;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const guidLength = 36;

/** Checks an envelope as ГИС ЖКХ does at its door: XML, header, operation, signature, structure, rules of the version. */
export function checkRequest(
  envelope: Uint8Array,
  soapAction: string,
  circumstances: CheckCircumstances,
): RequestCheck {
  const root = parse(envelope);
  if (root === undefined) return refuse("FMT001300", "Некорректный XML");
  const header = child(child(root, soap, "Header"), base, "RequestHeader");
  const body = childElements(child(root, soap, "Body") ?? root)[0];
  const messageGuid = header && textOf(header, "MessageGUID")?.toLowerCase();
  const orgPpaGuid = header && textOf(header, "orgPPAGUID")?.toLowerCase();
  if (root.namespace !== soap || body === undefined || header === undefined) {
    return refuse("FMT001300", "Некорректный XML: нет конверта, заголовка или тела");
  }
  if (!isGuid(messageGuid) || !isGuid(orgPpaGuid)) {
    return refuse("FMT001301", "Некорректный заголовок: MessageGUID или orgPPAGUID");
  }
  if (soapAction !== `"urn:${operationOf(body)}"`) return refuse("FMT001307", "SOAPAction не соответствует запросу");
  const key = { messageGuid, orgPpaGuid };
  if (body.localName === "getStateRequest") return checkPoll(body, key);
  const report = verifyXades(envelope, {
    elementPath: [
      { namespace: soap, localName: "Envelope" },
      { namespace: soap, localName: "Body" },
      { namespace: payment, localName: body.localName },
    ],
    trustAnchors: circumstances.trustAnchors,
    at: circumstances.now,
  });
  if (!report.trusted || report.content === undefined) {
    const failed = report.checks.find(({ passed }) => !passed);
    return refuse("AUT011005", `Подпись не прошла проверку: ${failed?.name ?? "trust"}`);
  }
  return checkStructure(report.content, parseXml(report.content), key);
}

/** The operation that a request element belongs to. */
export function operationOf({ localName }: XmlElement): string {
  return localName.replace(/Request$/, "");
}

type RequestKey = Pick<CheckedRequest, "messageGuid" | "orgPpaGuid">;

/** A poll is not signed. */
function checkPoll(body: XmlElement, key: RequestKey): RequestCheck {
  const polled = textOf(body, "MessageGUID")?.toLowerCase();
  return isGuid(polled) ? { request: { ...key, body } } : refuse("FMT001301", "Некорректный MessageGUID");
}

function checkStructure(content: Uint8Array, body: XmlElement, key: RequestKey): RequestCheck {
  const violation = validateBody(content).violations.find(({ severity }) => severity === "error");
  if (violation !== undefined) return refuse("FMT001301", `${violation.path}: ${violation.message.ru}`);
  return { request: { ...key, body } };
}

function refuse(code: string, description: string): RequestCheck {
  return { fault: { code, description } };
}

function parse(bytes: Uint8Array): XmlElement | undefined {
  try {
    return parseXml(bytes);
  } catch (error) {
    if (GostError.is(error)) return undefined;
    throw error;
  }
}

function child(parent: XmlElement | undefined, namespace: string, localName: string): XmlElement | undefined {
  if (parent === undefined) return undefined;
  return childElements(parent).find((element) => element.namespace === namespace && element.localName === localName);
}

function isGuid(text: string | undefined): text is string {
  return text !== undefined && text.length === guidLength && guid.test(text);
}
