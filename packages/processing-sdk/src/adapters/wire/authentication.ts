import type { Clock, Random } from "@opora/core";
import type { NonceMemory } from "./nonce-memory.js";

/** A child proves itself by a key that it shares with the root. The root proves itself by the same key. */
export interface SharedKeyProof {
  readonly method: "hmac";
  /** The child's node id. */
  readonly nodeId: string;
  /** At least 32 random bytes, of this child alone. */
  readonly key: Uint8Array;
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
  /** For nonces; must be cryptographically strong. Default: that of Node. */
  readonly random?: Random;
}

/** A child proves itself by the client certificate in its `tls` options. */
export interface CertificateProof {
  readonly method: "certificate";
}

/** A child proves nothing: the root's host names it, by whatever it trusts. For private networks only. */
export interface NoProof {
  readonly method: "none";
}

/** A root knows children by the keys that it shares with them. */
export interface SharedKeyCheck {
  readonly method: "hmac";
  /**
   * The keys of a node, up to four, so that one can be replaced without a pause; none for a node that is not known. Each
   * has at least 32 bytes.
   */
  readonly keysOf: (nodeId: string) => Promise<readonly Uint8Array[]> | readonly Uint8Array[];
  /** How far the clocks of child and root may differ, in milliseconds. Default: 300,000. Limits: 1,000 to 3,600,000. */
  readonly windowMs?: number;
  /** Nonces of the last two windows. Default: in this process, at most 100,000 for each node. */
  readonly nonces?: NonceMemory;
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
}

/** What a request says of itself, unproven. */
export interface Claim {
  /** `nodeId:incarnation`. */
  readonly originId: string;
  /** Address of the other end, where the transport knows one. */
  readonly remoteAddress: string | undefined;
}

/** The host names the peer of each request. For private networks only. */
export interface NoCheck {
  readonly method: "none";
  /** The node that a request counts as; `undefined` refuses it. */
  readonly nodeOf: (claim: Claim) => string | undefined;
}
