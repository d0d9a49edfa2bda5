/** Where randomness comes from. Signing needs a cryptographically strong source. */
export interface Random {
  /** `length` fresh, unpredictable bytes. */
  bytes(length: number): Uint8Array;
}
