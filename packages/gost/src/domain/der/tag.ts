/**
 * Identifier octets of ASN.1 values (X.690 §8.1.2): class, the constructed bit and the number in one byte.
 * Longer identifiers (numbers above 30) appear as their octets read as one big-endian number.
 */
export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The bit of an identifier that says "made of other values" (X.690 §8.1.2.5). */
export const constructedBit = 0x20;

/** The tag `[number]` of the context class, for values that are made of others. */
export function contextConstructed(number: number): number {
  return 0xa0 | number;
}

/** The tag `[number]` of the context class, for an implicitly tagged primitive value. */
export function contextPrimitive(number: number): number {
  return 0x80 | number;
}
