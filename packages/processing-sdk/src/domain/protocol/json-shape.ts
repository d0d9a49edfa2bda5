/** How far JSON may go before it is parsed. */
export interface JsonShapeLimits {
  /** How many arrays and objects may be nested in each other. */
  readonly maxDepth: number;
  /** How many values it may hold. */
  readonly maxValues: number;
}

/**
 * Which limit a JSON text breaks, found without parsing it: a few bytes of JSON can cost many times their number once
 * they are objects. Says nothing about whether the text is JSON.
 */
export function exceededShape(
  bytes: Uint8Array,
  { maxDepth, maxValues }: JsonShapeLimits,
): keyof JsonShapeLimits | undefined {
  let depth = 0;
  let values = 1;
  let isString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (isString) {
      if (byte === backslash) index += 1;
      else if (byte === quote) isString = false;
    } else if (byte === quote) {
      isString = true;
    } else if (byte === comma) {
      values += 1;
      if (values > maxValues) return "maxValues";
    } else if (byte === openBrace || byte === openBracket) {
      depth += 1;
      values += 1;
      if (depth > maxDepth) return "maxDepth";
      if (values > maxValues) return "maxValues";
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
    }
  }
  return undefined;
}

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
