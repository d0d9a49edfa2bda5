import type { Envelope } from "../domain/protocol/envelope.js";
import type { PortOptions } from "./store.js";

/** Options of one exchange. */
export interface RequestOptions extends PortOptions {
  /** How long to wait for the answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** A child's way to the root. It may lose, repeat and reorder what it carries: the protocol survives that. */
export interface Transport {
  /**
   * Sends an envelope and resolves with the answer to it: `answer.id` is the id of the request.
   *
   * @throws ProcessingError `PROCESSING_TRANSPORT_UNAVAILABLE` (not sent), `PROCESSING_TRANSPORT_TIMEOUT` (outcome unknown),
   * `PROCESSING_UNAUTHENTICATED`, `PROCESSING_ENVELOPE_INVALID`, `PROCESSING_PROTOCOL_VERSION`.
   */
  request(envelope: Envelope, options: RequestOptions): Promise<Envelope>;
  close(): Promise<void>;
}

/** Who is at the other end, proven by the transport. */
export interface Peer {
  /** The node that a certificate, a shared key or the host's own wiring stands for. */
  readonly nodeId: string;
  readonly provenBy: "certificate" | "hmac" | "host";
}

/** Answers envelopes. Never rejects: what goes wrong is an answer of type `error`. */
export type EnvelopeHandler = (envelope: Envelope, peer: Peer, options: PortOptions) => Promise<Envelope>;

/** A root's door for children. */
export interface Listener {
  /** Begins to answer; resolves once it can be reached. */
  serve(handler: EnvelopeHandler): Promise<RunningListener>;
}

/** A listener at work. */
export interface RunningListener {
  /** Where it can be reached, for instance `http://127.0.0.1:2405`. */
  readonly address: string;
  /** Takes no new requests, finishes those under way, releases everything. */
  close(): Promise<void>;
}
