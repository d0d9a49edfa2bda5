import { OporaError, type OporaErrorOptions } from "@opora/core";

/**
 * Codes of the errors that `@opora/gis-sdk` throws. What ГИС ЖКХ answers (faults, errors of a packet or of a payment)
 * is not thrown: it is an outcome, recorded word for word.
 */
export type GisErrorCode =
  /** No byte of the request left: the same request may be sent again. */
  | "GIS_TRANSPORT_CONNECT"
  /** The request left, wholly or in part, and no answer came: GIS may or may not have it. */
  | "GIS_TRANSPORT_SENT"
  /** An answer began and could not be read to its end: GIS may or may not have the request. */
  | "GIS_TRANSPORT_RESPONSE"
  /** XML that breaks the schema, its limits or the rules that the schema misses. */
  | "GIS_XML_INVALID"
  /** A payment that may not be sent as it is. */
  | "GIS_PAYMENT_INVALID"
  /** A loading task with this id exists and holds something else. */
  | "GIS_TASK_CONFLICT"
  | "GIS_TASK_NOT_FOUND"
  | "GIS_PACKET_NOT_FOUND"
  | "GIS_PAYMENT_NOT_FOUND"
  /** A step that the present state of the task, packet or payment does not allow. */
  | "GIS_STATE_ILLEGAL"
  /** Somebody else changed the same records meanwhile; read again and decide anew. */
  | "GIS_CONFLICT"
  /** Stored records that contradict each other. */
  | "GIS_STORE_CORRUPT"
  /** A register that cannot be read, or whose header or encoding cannot be understood. */
  | "GIS_REGISTER_UNREADABLE"
  /** A row that the host handed over has an invalid field. Bad lines of a file are not errors: they are rejected. */
  | "GIS_REGISTER_ROW"
  /** Counts or sums of a reconciliation's result differ from what was read: a defect of this package. */
  | "GIS_RECONCILIATION_NOT_CONSERVED"
  /** Files of a reconciliation that cannot be written, or read back. */
  | "GIS_RECONCILIATION_FILES"
  | "GIS_LIMIT_EXCEEDED"
  | "GIS_OPTIONS_INVALID";

/** An error of `@opora/gis-sdk`. */
export class GisError<Code extends GisErrorCode = GisErrorCode> extends OporaError<Code> {
  static override readonly brand: string = "@opora/gis-sdk/GisError";
}

/** How far a request got: no byte left, bytes left, an answer began. */
export type TransportPhase = "connect" | "sent" | "response";

const codeByPhase = {
  connect: "GIS_TRANSPORT_CONNECT",
  sent: "GIS_TRANSPORT_SENT",
  response: "GIS_TRANSPORT_RESPONSE",
} as const satisfies Record<TransportPhase, GisErrorCode>;

/** A request that got no whole answer. Only {@link GisTransportError.phase} `connect` proves that GIS has not seen it. */
export class GisTransportError extends GisError<(typeof codeByPhase)[TransportPhase]> {
  static override readonly brand: string = "@opora/gis-sdk/GisTransportError";
  /** How far the request got. */
  readonly phase: TransportPhase;
  /** HTTP status, when an answer began. */
  readonly status: number | undefined;

  constructor(phase: TransportPhase, message: string, options: OporaErrorOptions & { readonly status?: number } = {}) {
    super(codeByPhase[phase], message, {
      ...options,
      retryable: phase === "connect",
      details: { phase, ...(options.status === undefined ? {} : { status: options.status }), ...options.details },
    });
    this.phase = phase;
    this.status = options.status;
  }
}
