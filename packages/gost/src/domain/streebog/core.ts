/** Bytes of a block of the compression function. */
export const blockLength = 64;

/** Places of the hash value, the bit counter N and the checksum Sigma in the state (RFC 6986 §10). */
export const stateLayout = { hash: 0, counter: 64, checksum: 128, length: 192 } as const;

/**
 * The compression function with its bookkeeping, so that a fast implementation crosses into it once per piece of data
 * rather than once per block.
 */
export interface StreebogCore {
  /**
   * For each 64-byte block `m` of `data`: h = g_N(h, m); N = N + bitsPerBlock; Sigma = Sigma + m, all modulo 2^512
   * (RFC 6986 §10.2, stage 2). `data` is a whole number of blocks; `state` is changed in place.
   */
  absorb(state: Uint8Array, data: Uint8Array, bitsPerBlock: number): void;
}
