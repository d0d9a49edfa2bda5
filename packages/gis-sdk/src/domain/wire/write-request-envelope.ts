import { checkGuid } from "./guid.js";
import { formatMoscowTime } from "./moscow-time.js";
import { baseNamespace } from "./namespaces.js";
import { messageWithSignature, soapEnvelope, soapFrame } from "./soap-envelope.js";
import type { CanonicalMessage } from "./write-request.js";

/** `RequestHeader` of a message to the payment service. */
export interface RequestHeader {
  /** When the message is sent. */
  readonly date: Date;
  /** UUID of this message: a new one for each HTTP request, polls included. */
  readonly messageGuid: string;
  /** Identifier in ГИС ЖКХ (orgPPAGUID) of the organisation on whose behalf the message is sent. */
  readonly orgPpaGuid: string;
  /** Given when the operator of the information system signs for the organisation: the schema has no `false`. */
  readonly isOperatorSignature?: true | undefined;
}

/** What {@link writeImportEnvelope} puts together. */
export interface ImportEnvelopeContent {
  readonly header: RequestHeader;
  /** Payments or cancellations. */
  readonly request: CanonicalMessage;
  /** Text of `<ds:Signature>` over the request; absent in an envelope that is still to be signed. */
  readonly signature?: string | undefined;
}

/**
 * Puts a packet into its SOAP 1.1 envelope, byte for byte, with the signature as the first child of the request.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` for a bad GUID or date in the header.
 */
export function writeImportEnvelope({ header, request, signature }: ImportEnvelopeContent): Uint8Array {
  return soapEnvelope(requestHeader(header), messageWithSignature(request, signature));
}

/** What {@link writeGetStateEnvelope} writes. */
export interface GetStateContent {
  readonly header: RequestHeader;
  /** GUID that ГИС ЖКХ gave to the packet in its acknowledgement. */
  readonly messageGuid: string;
}

/**
 * Writes a poll. It is not signed: `getStateRequest` has no place for a signature.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` for a bad GUID or date.
 */
export function writeGetStateEnvelope({ header, messageGuid }: GetStateContent): Uint8Array {
  const body =
    `<base:getStateRequest xmlns:base="${baseNamespace}">` +
    `<base:MessageGUID>${checkGuid("messageGuid", messageGuid)}</base:MessageGUID></base:getStateRequest>`;
  return soapEnvelope(requestHeader(header), [body]);
}

/** The text of an envelope around a request that was written elsewhere. */
export function envelopeAround(header: RequestHeader): { readonly before: string; readonly after: string } {
  return soapFrame(requestHeader(header));
}

function requestHeader({ date, messageGuid, orgPpaGuid, isOperatorSignature }: RequestHeader): string {
  return (
    `<base:RequestHeader xmlns:base="${baseNamespace}"><base:Date>${formatMoscowTime(date)}</base:Date>` +
    `<base:MessageGUID>${checkGuid("header.messageGuid", messageGuid)}</base:MessageGUID>` +
    `<base:orgPPAGUID>${checkGuid("header.orgPpaGuid", orgPpaGuid)}</base:orgPPAGUID>` +
    (isOperatorSignature === true ? "<base:IsOperatorSignature>true</base:IsOperatorSignature>" : "") +
    "</base:RequestHeader>"
  );
}
