/** Bytes of requests that a listener holds at once, over all connections. */
export interface ByteBudget {
  /** Takes bytes; `false`, and takes none, when they are more than are left. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

/** A {@link ByteBudget} of `maxBytes`. */
export function createByteBudget(maxBytes: number): ByteBudget {
  let taken = 0;
  return {
    take(bytes) {
      if (taken + bytes > maxBytes) return false;
      taken += bytes;
      return true;
    },
    give(bytes) {
      taken -= bytes;
    },
  };
}
