/** One HTTP POST to the payment service. */
export interface GisHttpRequest {
  /** Value of the `SOAPAction` header, with its quotes. */
  readonly soapAction: string;
  /** The envelope, as it was signed: it must leave byte for byte. */
  readonly body: Uint8Array;
  /** Time for the whole exchange, from connecting to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** An answer that was read to its end, whatever its status. */
export interface GisHttpResponse {
  readonly status: number;
  readonly body: Uint8Array;
}

/**
 * Port: the way to ГИС ЖКХ.
 *
 * One call is one request: an implementation never sends anything twice, never follows a redirect, and answers with every
 * status that came, 4xx and 5xx too. When there is no whole answer it throws `GisTransportError` with the phase that the
 * request reached. It may say `connect` only when certainly no byte left: every other error, also of another class,
 * counts as "GIS may have it".
 */
export interface GisTransport {
  post(request: GisHttpRequest, options?: { readonly signal?: AbortSignal }): Promise<GisHttpResponse>;
}
