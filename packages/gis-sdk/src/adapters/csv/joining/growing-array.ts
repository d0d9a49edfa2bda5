/** The typed arrays that can grow. */
type TypedArray = Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** The array itself where it has room for `length` elements, otherwise a larger one with the same beginning. */
export function withRoomFor<Elements extends TypedArray>(array: Elements, length: number): Elements {
  if (length <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => Elements)(Math.max(1024, length, 2 * array.length));
  larger.set(array);
  return larger;
}
