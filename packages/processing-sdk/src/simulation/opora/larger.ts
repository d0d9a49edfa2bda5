/** The larger of two numbers. */
export function largerOf(left: bigint, right: bigint): bigint {
  if (left > right) return left;
  return right;
}
