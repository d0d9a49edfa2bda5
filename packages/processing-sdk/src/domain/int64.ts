/** The largest signed 64-bit integer: what amounts and balances are kept in. */
export const maxInt64 = 9_223_372_036_854_775_807n;
/** The smallest signed 64-bit integer. */
export const minInt64 = -9_223_372_036_854_775_808n;

/** Whether a number can be kept as a signed 64-bit integer. */
export function isInt64(value: bigint): boolean {
  return value >= minInt64 && value <= maxInt64;
}

/** The nearest number that can be kept as a signed 64-bit integer. */
export function clampInt64(value: bigint): bigint {
  return value > maxInt64 ? maxInt64 : value < minInt64 ? minInt64 : value;
}

/** The smaller of two integers. */
export function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}
