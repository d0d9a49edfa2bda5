/** The greater of two integers. */
export function greaterOf(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}

/** The lesser of two integers. */
export function lesserOf(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}
