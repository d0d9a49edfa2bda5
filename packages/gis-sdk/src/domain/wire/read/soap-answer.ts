/** What the payment service answered: the meaning of an HTTP body, whatever the HTTP status was. */
export type SoapAnswer = AckAnswer | FaultAnswer | StateAnswer | ProtocolErrorAnswer;

/** `AckRequest`: the packet is accepted for processing. */
export interface AckAnswer {
  readonly kind: "ack";
  /** GUID that ГИС ЖКХ gave to the packet: poll with it. Lower case. */
  readonly messageGuid: string;
  /** `MessageGUID` of the request header, as ГИС ЖКХ saw it: compare it. Lower case. */
  readonly requesterMessageGuid: string;
}

/** A SOAP fault. */
export interface FaultAnswer {
  readonly kind: "fault";
  /** Local part of `faultcode`, for instance `Server`. */
  readonly faultCode: string;
  /** `faultstring`, trimmed. */
  readonly faultString: string;
  /** Code of ГИС ЖКХ, from the detail or else from the beginning of `faultstring`; absent in faults of gateways. */
  readonly code?: string;
  /** Text for people: of the detail, else `faultstring` without the code. */
  readonly message: string;
  readonly stackTrace?: string;
}

/** `getStateResult`. */
export interface StateAnswer {
  readonly kind: "state";
  /** 1 received, 2 in process, 3 done. */
  readonly requestState: 1 | 2 | 3;
  /** GUID of the packet that was asked about. Lower case. */
  readonly messageGuid: string;
  /** `MessageGUID` of the answer's header: that of the original import request (not of the poll). Lower case. */
  readonly headerMessageGuid?: string;
  /** The packet as a whole was refused; there are no results then. */
  readonly errorMessage?: GisErrorMessage;
  /** Results of single payments, in document order. */
  readonly results: readonly ImportResult[];
  /** What was read past: nothing of it is lost silently. */
  readonly anomalies: readonly AnswerAnomaly[];
}

/** Result of one payment. It was loaded if `errors` is empty. */
export interface ImportResult {
  /** Lower case. */
  readonly transportGuid: string;
  /** GUID of the loaded notification. Lower case. */
  readonly guid?: string;
  /** Number of the loaded notification; a supplier's payment can only be cancelled by it, so keep it for ever. */
  readonly uniqueNumber?: string;
  /** `xs:dateTime` as written, with the server's offset. */
  readonly updateDate?: string;
  /** All of them, in document order, verbatim. */
  readonly errors: readonly GisErrorMessage[];
}

/** An error as ГИС ЖКХ words it. */
export interface GisErrorMessage {
  readonly code: string;
  readonly description: string;
  readonly stackTrace?: string;
}

/** Something in an answer that does not fit, but does not make the rest unreadable. */
export interface AnswerAnomaly {
  readonly kind: "missing-transport-guid" | "malformed-guid" | "unexpected-element";
  /** Where, for instance `/getStateResult/ImportResult[3]`. */
  readonly path: string;
}

/** A body that is no answer of the payment service: of a gateway in between, cut off, or broken. */
export interface ProtocolErrorAnswer {
  readonly kind: "protocol-error";
  readonly reason: ProtocolErrorReason;
  /** What is wrong and where, in English. Free of the body's data. */
  readonly message: string;
}

/** Why a body cannot be read as an answer. */
export type ProtocolErrorReason =
  /** No bytes, or white space only. */
  | "empty"
  /** A page for people, made by a gateway. */
  | "html"
  /** Not UTF-8. */
  | "encoding"
  /** Not well-formed XML. */
  | "not-xml"
  /** A DOCTYPE, which SOAP forbids (SOAP 1.1 §3). */
  | "doctype"
  /** Larger, deeper or with more results than the limits allow. */
  | "limit"
  /** XML, but not an envelope with an answer of the payment service, or an answer that contradicts itself. */
  | "unexpected-content";

/** Bounds for reading an answer. */
export interface AnswerLimits {
  /** Size of the body in bytes. Default: 16 MiB. */
  readonly maxBytes?: number;
  /** Nesting of elements. Default: 64. */
  readonly maxDepth?: number;
  /** Number of `ImportResult` elements, of `Error` elements and of anomalies, each. Default: 10 000. */
  readonly maxResults?: number;
}
