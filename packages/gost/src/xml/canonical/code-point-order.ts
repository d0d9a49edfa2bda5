/**
 * Orders strings by code points, as Canonical XML sorts names; JavaScript's own order is by UTF-16 units, which puts
 * characters beyond the basic plane before U+E000.
 */
export function compareCodePoints(left: string, right: string): number {
  if (left === right) return 0;
  const common = Math.min(left.length, right.length);
  for (let index = 0; index < common; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** A UTF-16 unit's place when surrogates rank above the rest of the basic plane. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
