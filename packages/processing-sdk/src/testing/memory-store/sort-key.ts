import type { FieldType, RecordValue } from "@opora/processing-sdk";

/** Turns values of fields into a text that sorts, by its UTF-16 units, as the values sort in a database. */
export type SortKey = (values: readonly RecordValue[]) => string;

/**
 * Creates the encoder for the fields of an order. Values may be fewer than the fields: the text of a start is the start of
 * the text.
 */
export function createSortKey(types: readonly FieldType[]): SortKey {
  const integers = createIntegerEncoder();
  return (values) => {
    let key = "";
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] as RecordValue;
      if (typeof value === "string") key += `${inByteOrder(value)}\0`;
      else if (types[index] === "boolean") key += value ? "1" : "0";
      else key += integers(BigInt(value as bigint | number));
    }
    return key;
  };
}

/** Four units that sort as the signed 64-bit integer does. */
function createIntegerEncoder(): (value: bigint) => string {
  const scratch = new DataView(new ArrayBuffer(8));
  return (value) => {
    scratch.setBigInt64(0, value);
    return String.fromCharCode(
      scratch.getUint16(0) ^ 0x8000,
      scratch.getUint16(2),
      scratch.getUint16(4),
      scratch.getUint16(6),
    );
  };
}

const aboveSurrogates = /[\uD800-\uFFFF]/;
const outOfOrder = /[\uD800-\uFFFF]/g;

/** UTF-16 units sort like UTF-8 bytes, but for surrogates: these stand for what comes after U+FFFF. */
function inByteOrder(text: string): string {
  if (!aboveSurrogates.test(text)) return text;
  return text.replace(outOfOrder, (character) => {
    const unit = character.charCodeAt(0);
    return String.fromCharCode(unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
  });
}
