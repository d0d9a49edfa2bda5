/** A nonce that a request has used. */
export interface SpentNonce {
  readonly nodeId: string;
  readonly nonce: string;
  /** From then on the request is refused for its age, and the nonce may be forgotten; milliseconds since 1970. */
  readonly expiresAtMs: number;
  readonly nowMs: number;
}

/**
 * Remembers nonces, so that a recorded request is not taken again. Only requests with a right digest get here. Several
 * processes that answer for one root each have a memory of their own unless the host gives them a common one.
 */
export interface NonceMemory {
  /** `used` when the nonce is remembered; `full` when it can remember no more of this node: the request is refused. */
  spend(nonce: SpentNonce): Promise<"fresh" | "used" | "full"> | "fresh" | "used" | "full";
}

/** A {@link NonceMemory} in this process, with at most `maxPerNode` nonces of a node. */
export function createNonceMemory(maxPerNode = 100_000): NonceMemory {
  const nodes = new Map<string, Map<string, number>>();
  return {
    spend({ nodeId, nonce, expiresAtMs, nowMs }) {
      const spent = nodes.get(nodeId) ?? new Map<string, number>();
      nodes.set(nodeId, spent);
      // Insertion order is about that of expiry: what is left behind a younger one goes a little later.
      for (const [old, oldExpiresAtMs] of spent) {
        if (oldExpiresAtMs > nowMs) break;
        spent.delete(old);
      }
      if (spent.has(nonce)) return "used";
      if (spent.size >= maxPerNode) return "full";
      spent.set(nonce, expiresAtMs);
      return "fresh";
    },
  };
}
