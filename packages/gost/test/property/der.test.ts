import {
  berToDer,
  compareBytes,
  concatBytes,
  decodePem,
  encodePem,
  readDer,
  readElements,
  readInteger,
  readOid,
  readTime,
  writeInteger,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeTime,
} from "@opora/gost";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

describe("DER", () => {
  test("integers come back as they were written", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), (value) => {
        expect(readInteger(readDer(writeInteger(value), "value"))).toBe(value);
      }),
    );
  });

  test("object identifiers come back as they were written", () => {
    const arcs = fc.tuple(fc.nat(2), fc.nat(39), fc.array(fc.nat(), { maxLength: 8 }));
    fc.assert(
      fc.property(arcs, ([root, second, rest]) => {
        const oid = [root, second, ...rest].join(".");
        expect(readOid(readDer(writeOid(oid), "value"))).toBe(oid);
      }),
    );
  });

  test("times come back as they were written, to the second", () => {
    const seconds = fc.integer({ min: Date.UTC(1950, 0) / 1000, max: Date.UTC(9999, 11, 31) / 1000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const time = new Date(second * 1000);
        expect(readTime(readDer(writeTime(time), "time"))).toEqual(time);
      }),
    );
  });

  test("a SET OF is sorted and holds what it was given", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 5 })), (values) => {
        const encoded = values.map(writeOctetString);
        const read = readElements(readDer(writeSetOf(...encoded), "set"), 0x31, 100).map(({ encoded: value }) => value);
        expect(read).toEqual([...encoded].sort(compareBytes));
      }),
    );
  });

  test("BER of any nesting and lengths becomes the DER of the same tree", () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(berToDer(asBer(value), "value")).toEqual(asDer(value));
        expect(berToDer(asDer(value), "value")).toEqual(asDer(value));
      }),
    );
  });

  test("PEM comes back as it was written", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodePem(encodePem("PRIVATE KEY", bytes))).toEqual([{ label: "PRIVATE KEY", bytes }]);
      }),
    );
  });
});

interface Tree {
  /** How a constructed value gives its length: definite in so many octets, or indefinite. */
  readonly form: "indefinite" | 0 | 1 | 2 | 3 | 4;
  readonly content: Uint8Array | readonly Tree[];
}

const tree = fc.letrec<{ node: Tree }>((tie) => ({
  node: fc.record({
    form: fc.constantFrom("indefinite" as const, 0 as const, 1 as const, 2 as const, 3 as const, 4 as const),
    content: fc.oneof({ maxDepth: 6 }, fc.uint8Array({ maxLength: 200 }), fc.array(tie("node"), { maxLength: 4 })),
  }),
})).node;

function asDer({ content }: Tree): Uint8Array {
  return content instanceof Uint8Array ? writeOctetString(content) : writeSequence(...content.map(asDer));
}

function asBer({ form, content }: Tree): Uint8Array {
  const bytes = content instanceof Uint8Array ? content : concatBytes(...content.map(asBer));
  const tag = content instanceof Uint8Array ? 0x04 : 0x30;
  if (form !== "indefinite") return concatBytes(Uint8Array.of(tag, ...lengthOctets(bytes.length, form)), bytes);
  const end = new Uint8Array(2);
  // A primitive value of indefinite length is one of two segments.
  if (content instanceof Uint8Array) {
    const segments = [writeOctetString(content.subarray(0, 1)), writeOctetString(content.subarray(1))];
    return concatBytes(Uint8Array.of(0x24, 0x80), ...segments, end);
  }
  return concatBytes(Uint8Array.of(tag, 0x80), bytes, end);
}

/** The length in so many octets after the first, or in as many as it takes. */
function lengthOctets(length: number, wanted: number): readonly number[] {
  if (wanted === 0 && length < 128) return [length];
  const octets = [24, 16, 8, 0].map((shift) => (length >>> shift) & 0xff);
  const least = octets.findIndex((octet) => octet !== 0);
  const count = Math.max(wanted, least < 0 ? 1 : 4 - least);
  return [0x80 | count, ...octets.slice(4 - count)];
}
