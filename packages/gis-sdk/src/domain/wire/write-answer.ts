import { formatMoscowTime } from "./moscow-time.js";
import { baseNamespace, messageVersion, paymentNamespace } from "./namespaces.js";
import type { GisErrorMessage } from "./read/soap-answer.js";
import { messageWithSignature, soapEnvelope } from "./soap-envelope.js";
import type { CanonicalMessage } from "./write-request.js";
import { checkIdentifier, encodeUtf8, escapeText } from "./xml/canonical-xml.js";

/** Prefixes of an answer: ГИС ЖКХ makes up its own (`ns4`, `ns13`), so its stand-in can too. */
export interface AnswerPrefixes {
  /** Default: `soapenv`. */
  readonly soap?: string;
  /** Default: `base`. */
  readonly base?: string;
  /** Default: `pay`. */
  readonly pay?: string;
}

/** `ResultHeader` of an answer. */
export interface ResultHeader {
  readonly date: Date;
  /** GUID of the import request that is answered, also in the answer to a poll. */
  readonly messageGuid: string;
}

/** What {@link writeAckEnvelope} writes. Texts are written as given: white space and letter case are the caller's. */
export interface AckContent {
  readonly header: ResultHeader;
  /** The GUID to poll with. */
  readonly messageGuid: string;
  /** `MessageGUID` of the request header. */
  readonly requesterMessageGuid: string;
  readonly prefixes?: AnswerPrefixes;
}

/** Writes the answer to an accepted packet. */
export function writeAckEnvelope({ header, messageGuid, requesterMessageGuid, prefixes = {} }: AckContent): Uint8Array {
  const { base = "base", soap } = prefixes;
  const ack =
    `<${base}:AckRequest xmlns:${base}="${baseNamespace}"><${base}:Ack>` +
    leaf(`${base}:MessageGUID`, messageGuid) +
    leaf(`${base}:RequesterMessageGUID`, requesterMessageGuid) +
    `</${base}:Ack></${base}:AckRequest>`;
  return soapEnvelope(resultHeader(header, base), [ack], soap);
}

/** What {@link writeFaultEnvelope} writes. */
export interface FaultContent {
  /** `Server` or `Client`. */
  readonly faultCode: "Server" | "Client";
  /** Code of ГИС ЖКХ, for instance `EXP001000`. */
  readonly code: string;
  readonly message: string;
  readonly stackTrace?: string;
  readonly prefixes?: AnswerPrefixes;
}

/** Writes a SOAP fault as ГИС ЖКХ does: the code stands in `faultstring` and in the detail. */
export function writeFaultEnvelope(content: FaultContent): Uint8Array {
  const { faultCode, code, message, stackTrace, prefixes = {} } = content;
  const { base = "base", soap = "soapenv" } = prefixes;
  const fault =
    `<${soap}:Fault><faultcode>${soap}:${faultCode}</faultcode>` +
    leaf("faultstring", `${code}: ${message}`) +
    `<detail><${base}:Fault xmlns:${base}="${baseNamespace}">` +
    leaf(`${base}:ErrorCode`, code) +
    leaf(`${base}:ErrorMessage`, message) +
    leaf(`${base}:StackTrace`, stackTrace) +
    `</${base}:Fault></detail></${soap}:Fault>`;
  return soapEnvelope("", [fault], soap);
}

/** What {@link writeStateResult} writes. Texts are written as given, so that a stand-in can also be sloppy. */
export interface StateContent {
  /** Value of the `Id` attribute, to which a signature refers. */
  readonly id: string;
  readonly requestState: 1 | 2 | 3;
  /** GUID of the packet. */
  readonly messageGuid: string;
  /** The whole packet is refused. */
  readonly errorMessage?: GisErrorMessage;
  /** In the order to be written. */
  readonly results?: readonly StateResultItem[];
  readonly prefixes?: AnswerPrefixes;
}

/** One `ImportResult`: loaded when it has no errors. */
export interface StateResultItem {
  readonly transportGuid: string;
  readonly guid?: string | undefined;
  readonly uniqueNumber?: string | undefined;
  /** When the notification was loaded; required for a loaded one. */
  readonly updateDate?: Date | undefined;
  readonly errors?: readonly GisErrorMessage[] | undefined;
}

/**
 * Writes `getStateResult` in its exclusive canonical form, ready to be signed.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` for a bad `id`; `GIS_XML_INVALID` for a character that XML cannot carry.
 */
export function writeStateResult(content: StateContent): CanonicalMessage {
  const { id, requestState, messageGuid, errorMessage, results = [], prefixes = {} } = content;
  const { base = "base", pay = "pay" } = prefixes;
  // Canonical XML orders the declarations of an element by prefix.
  const namespaces = new Map([[base, baseNamespace] as const, [pay, paymentNamespace] as const].sort(byPrefix));
  const declarations = [...namespaces].map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join("");
  const start = `<${pay}:getStateResult${declarations} Id="${checkIdentifier(id)}" ${base}:version="${messageVersion}">`;
  let text = start + leaf(`${base}:RequestState`, String(requestState)) + leaf(`${base}:MessageGUID`, messageGuid);
  if (errorMessage !== undefined) text += errorElement(`${base}:ErrorMessage`, errorMessage, base);
  for (const result of results) text += resultElement(result, base, pay);
  text += `</${pay}:getStateResult>`;
  return { canonical: encodeUtf8(text), signatureOffset: encodeUtf8(start).length, id, namespaces };
}

/** What {@link writeStateEnvelope} puts together. */
export interface StateEnvelopeContent {
  readonly header: ResultHeader;
  readonly state: CanonicalMessage;
  /** Text of `<ds:Signature>` over the state. */
  readonly signature?: string | undefined;
  /** Only the prefix of the envelope counts here. */
  readonly prefixes?: AnswerPrefixes;
}

/** Puts the answer to a poll into its envelope. */
export function writeStateEnvelope({ header, state, signature, prefixes = {} }: StateEnvelopeContent): Uint8Array {
  const { base = "base", soap } = prefixes;
  return soapEnvelope(resultHeader(header, base), messageWithSignature(state, signature), soap);
}

function resultHeader({ date, messageGuid }: ResultHeader, base: string): string {
  return (
    `<${base}:ResultHeader xmlns:${base}="${baseNamespace}">` +
    leaf(`${base}:Date`, formatMoscowTime(date)) +
    leaf(`${base}:MessageGUID`, messageGuid) +
    `</${base}:ResultHeader>`
  );
}

function resultElement(result: StateResultItem, base: string, pay: string): string {
  const { transportGuid, guid, uniqueNumber, updateDate, errors = [] } = result;
  return (
    `<${pay}:ImportResult>` +
    leaf(`${base}:GUID`, guid) +
    leaf(`${base}:TransportGUID`, transportGuid) +
    leaf(`${base}:UniqueNumber`, uniqueNumber) +
    leaf(`${base}:UpdateDate`, updateDate === undefined ? undefined : formatMoscowTime(updateDate)) +
    errors.map((error) => errorElement(`${base}:Error`, error, base)).join("") +
    `</${pay}:ImportResult>`
  );
}

function errorElement(element: string, { code, description, stackTrace }: GisErrorMessage, base: string): string {
  return (
    `<${element}>` +
    leaf(`${base}:ErrorCode`, code) +
    leaf(`${base}:Description`, description) +
    leaf(`${base}:StackTrace`, stackTrace) +
    `</${element}>`
  );
}

function leaf(element: string, text: string | undefined): string {
  return text === undefined ? "" : `<${element}>${escapeText(text)}</${element}>`;
}

function byPrefix([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
