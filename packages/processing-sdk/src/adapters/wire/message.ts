import type { BodyEncoding, EnvelopeBody } from "./envelope-body.js";

/** What stands beside a request and proves who sent it. */
export interface Credentials {
  readonly nodeId: string;
  /** When it was signed, by the clock of the child, in milliseconds since 1970. */
  readonly timeMs: number;
  /** 16 random bytes in base64url. */
  readonly nonce: string;
  /** HMAC-SHA-256 in base64url. */
  readonly digest: string;
}

/** A request as HTTP and brokers carry it. */
export interface RequestMessage extends EnvelopeBody {
  /** Of its envelope. */
  readonly requestId: string;
  /** How the answer may be packed. */
  readonly accepts: BodyEncoding;
  readonly credentials: Credentials | undefined;
}

/** What comes back: an envelope, or a refusal in JSON. */
export interface AnswerMessage extends EnvelopeBody {
  readonly kind: "answer" | "refusal";
  /** HMAC-SHA-256 in base64url, when the request had one. */
  readonly digest: string | undefined;
}
