import {
  berToDer,
  contextConstructed,
  contextPrimitive,
  derTag,
  hasBit,
  joinBytes,
  readBitString,
  readBitStringOctets,
  readBoolean,
  readDer,
  readElements,
  readFields,
  readInteger,
  readNull,
  readOid,
  readSmallNumber,
  readTime,
  writeBoolean,
  writeDer,
  writeInteger,
  writeNamedBits,
  writeNull,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeTime,
} from "@opora/gost";
import { describe, expect, test } from "vitest";
import { gostError } from "../support/gost-error.js";
import { fromHex, toHex } from "../support/hex.js";

const invalid = gostError("GOST_ASN1_INVALID");
const read = (hex: string) => readDer(fromHex(hex), "value");

describe("a DER value", () => {
  test.each([
    ["is empty", ""],
    ["has no length", "30"],
    ["is cut off in its length", "3082"],
    ["is cut off in its content", "30030201"],
    ["has bytes after it", "020100ff"],
    ["has an indefinite length", "30800000"],
    ["has a length that is not the shortest", "30820003020100"],
    ["has a short length in the long form", "30810302010000"],
    ["has a length of five octets", "30850000000003020100"],
    ["has a tag of five octets", "3f818181810100"],
    ["has a tag that is cut off", "3f81"],
  ])("is refused when it %s", (_, hex) => {
    expect(() => read(hex)).toThrow(invalid);
  });

  test("says in the error which field could not be read, and where", () => {
    const fields = readFields(readDer(fromHex("3003040100"), "certificate"));
    expect(() => fields.take(derTag.integer, "serialNumber")).toThrow(
      expect.objectContaining({
        message: "Cannot read ASN.1 value certificate.serialNumber: expected tag 0x2, found 0x4.",
        details: { path: "certificate.serialNumber" },
      }),
    );
  });

  test("may have a tag of several octets", () => {
    expect(read("5f812a0100")).toMatchObject({ tag: 0x5f812a, content: Uint8Array.of(0) });
    expect(toHex(writeDer(0x5f812a, Uint8Array.of(0)))).toBe("5f812a0100");
  });

  test.each([0, 1, 127, 128, 255, 256, 65_535, 65_536])("of %i bytes comes back as it was written", (length) => {
    const bytes = new Uint8Array(length).fill(7);
    expect(readDer(writeOctetString(bytes), "value").content).toEqual(bytes);
  });
});

describe("the fields of a SEQUENCE", () => {
  test("are taken in their order, optional ones when they are there", () => {
    const fields = readFields(readDer(writeSequence(writeInteger(1), writeNull()), "value"));
    expect(fields.optional(derTag.boolean, "flag")).toBeUndefined();
    expect(readInteger(fields.take(derTag.integer, "number"))).toBe(1n);
    expect(fields.atEnd).toBe(false);
    expect(() => fields.end()).toThrow(invalid);
    readNull(fields.any("nothing"));
    expect(fields.nextTag).toBeUndefined();
    fields.end();
  });

  test("are refused where one is missing", () => {
    expect(() => readFields(read("3000")).any("number")).toThrow(invalid);
  });

  test("stay in place when one is of another type", () => {
    const fields = readFields(read("3003020105"));
    expect(() => fields.take(derTag.null, "nothing")).toThrow(invalid);
    expect(readInteger(fields.take(derTag.integer, "number"))).toBe(5n);
  });

  test("are not read beyond the limit of a list", () => {
    const list = readDer(writeSequence(writeNull(), writeNull(), writeNull()), "list");
    expect(readElements(list, derTag.sequence, 3)).toHaveLength(3);
    expect(() => readElements(list, derTag.sequence, 2)).toThrow(invalid);
  });
});

describe("an INTEGER", () => {
  test.each([
    [0n, "020100"],
    [127n, "02017f"],
    [128n, "02020080"],
    [-1n, "0201ff"],
    [-128n, "020180"],
    [-129n, "0202ff7f"],
    [0x80n << 120n, "02110080000000000000000000000000000000"],
  ])("%s has one encoding", (value, hex) => {
    expect(toHex(writeInteger(value))).toBe(hex);
    expect(readInteger(read(hex))).toBe(value);
  });

  test.each(["0200", "02020000", "0202007f", "0202ffff", "0202ff80"])("is refused as %s", (hex) => {
    expect(() => readInteger(read(hex))).toThrow(invalid);
  });

  test("is refused as a small number when it is negative or large", () => {
    expect(readSmallNumber(read("02047fffffff"))).toBe(2_147_483_647);
    expect(() => readSmallNumber(read("0201ff"))).toThrow(invalid);
    expect(() => readSmallNumber(read("02050080000000"))).toThrow(invalid);
  });
});

describe("a BOOLEAN, a NULL and a BIT STRING", () => {
  test("have one encoding for each value", () => {
    expect(readBoolean(readDer(writeBoolean(true), "value"))).toBe(true);
    expect(readBoolean(readDer(writeBoolean(false), "value"))).toBe(false);
    expect(() => readBoolean(read("010101"))).toThrow(invalid);
    expect(() => readBoolean(read("0102ffff"))).toThrow(invalid);
    expect(() => readNull(read("050100"))).toThrow(invalid);
  });

  test("number the bits from the most significant one", () => {
    const bits = readBitString(readDer(writeNamedBits([0, 6, 8]), "value"));
    expect([0, 1, 6, 7, 8, 9, 100].map((index) => hasBit(bits, index))).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  test("leave out the trailing zeros of named bits", () => {
    expect(toHex(writeNamedBits([]))).toBe("030100");
    expect(toHex(writeNamedBits([0]))).toBe("03020780");
    expect(toHex(writeNamedBits([8]))).toBe("0303070080");
  });

  test.each(["0300", "030101", "03020880", "03020101"])("are refused as %s", (hex) => {
    expect(() => readBitString(read(hex))).toThrow(invalid);
  });

  test("hold keys and signatures in whole octets", () => {
    expect(readBitStringOctets(read("0303000102"))).toEqual(Uint8Array.of(1, 2));
    expect(() => readBitStringOctets(read("03020780"))).toThrow(invalid);
  });
});

describe("an OBJECT IDENTIFIER", () => {
  test.each([
    ["1.2.643.7.1.1.1.1", "06082a85030701010101"],
    ["2.5.29.15", "0603551d0f"],
    ["0.9.2342.19200300.100.1.25", "060a0992268993f22c640119"],
    ["2.999.3", "0603883703"],
    ["1.39", "06014f"],
    ["2.0", "060150"],
  ])("%s has one encoding", (oid, hex) => {
    expect(toHex(writeOid(oid))).toBe(hex);
    expect(readOid(read(hex))).toBe(oid);
  });

  test.each(["", "80", "2a80", "2a8001", "2aff", "2affffffffffffffff7f"])("is refused as content %s", (hex) => {
    expect(() => readOid(readDer(writeDer(derTag.objectIdentifier, fromHex(hex)), "oid"))).toThrow(invalid);
  });

  test("is refused when it is longer than any in use", () => {
    expect(() => readOid(readDer(writeDer(derTag.objectIdentifier, new Uint8Array(65).fill(1)), "oid"))).toThrow(
      invalid,
    );
  });

  test.each(["", "1", "3.1", "1.40", "1.2.", "1.02", "1.-2", "a.b", "1.2.99999999999999999"])(
    "is not written from %j",
    (oid) => {
      expect(() => writeOid(oid)).toThrow(invalid);
    },
  );
});

describe("a time", () => {
  const utc = (text: string) => readTime(readDer(writeDer(derTag.utcTime, new TextEncoder().encode(text)), "time"));
  const generalized = (text: string) =>
    readTime(readDer(writeDer(derTag.generalizedTime, new TextEncoder().encode(text)), "time"));

  test("of two digits for the year lies in 1950 … 2049", () => {
    expect(utc("491231235959Z").toISOString()).toBe("2049-12-31T23:59:59.000Z");
    expect(utc("500101000000Z").toISOString()).toBe("1950-01-01T00:00:00.000Z");
  });

  test("of four digits for the year lies anywhere", () => {
    expect(generalized("20500101000000Z").toISOString()).toBe("2050-01-01T00:00:00.000Z");
    expect(generalized("00010101000000Z").toISOString()).toBe("0001-01-01T00:00:00.000Z");
    expect(generalized("99991231235959Z").toISOString()).toBe("9999-12-31T23:59:59.000Z");
  });

  test.each([
    "2601010000Z",
    "260101000000",
    "260101000000+0300",
    "20260101000000Z",
    "260229000000Z",
    "260101240000Z",
    "260101000060Z",
    "261301000000Z",
    "260100000000Z",
    "",
  ])("of two digits for the year is refused as %j", (text) => {
    expect(() => utc(text)).toThrow(invalid);
  });

  test.each(["260101000000Z", "20260101000000.5Z", "20230229000000Z", "2026010100000Z"])(
    "of four digits for the year is refused as %j",
    (text) => {
      expect(() => generalized(text)).toThrow(invalid);
    },
  );

  test("is refused when it is no time at all", () => {
    expect(() => readTime(readDer(writeInteger(1), "time"))).toThrow(invalid);
  });

  test("is written as UTCTime until 2049 and as GeneralizedTime from 2050 on", () => {
    expect(writeTime(new Date("2049-12-31T23:59:59.999Z"))[0]).toBe(derTag.utcTime);
    expect(writeTime(new Date("2050-01-01T00:00:00Z"))[0]).toBe(derTag.generalizedTime);
  });

  test("outside 1950 … 9999 is not written", () => {
    for (const time of [new Date(Number.NaN), new Date("1949-12-31T23:59:59Z"), new Date("+010000-01-01T00:00:00Z")]) {
      expect(() => writeTime(time)).toThrow(invalid);
    }
  });
});

describe("a SET OF", () => {
  test("is written in the order of the encodings, whatever order it was given in", () => {
    const values = [writeInteger(300), writeOctetString(Uint8Array.of(1)), writeInteger(2), writeBoolean(true)];
    const written = toHex(writeSetOf(...values));
    expect(toHex(writeSetOf(...[...values].reverse()))).toBe(written);
    expect(written).toBe("310d0101ff0201020202012c040101");
  });
});

describe("BER", () => {
  const toDer = (hex: string, limits = {}) => toHex(berToDer(fromHex(hex), "value", limits));

  test("of indefinite lengths becomes DER, at every level", () => {
    expect(toDer("3080308002010100000201020000")).toBe("30083003020101020102");
  });

  test("of a segmented OCTET STRING becomes one piece", () => {
    expect(toDer("2480040201020401030000")).toBe("0403010203");
    expect(toDer("240704020102040103")).toBe("0403010203");
    expect(toDer("2480248004010100000401020000")).toBe("04020102");
  });

  test("of long forms of lengths becomes DER", () => {
    expect(toDer("3082000402810105")).toBe("3003020105");
  });

  test("that is DER already comes back byte for byte, sets in the order they had", () => {
    const unsorted = writeDer(derTag.set, writeInteger(2), writeInteger(1));
    const value = writeSequence(unsorted, writeDer(contextConstructed(0), writeNull()), writeDer(contextPrimitive(1)));
    expect(toHex(berToDer(value, "value"))).toBe(toHex(value));
  });

  test.each([
    ["the end of an indefinite length is missing", "3080020101"],
    ["a primitive value has an indefinite length", "04800000"],
    ["a segment is not an OCTET STRING", "24800201010000"],
    ["there are bytes after the value", "308000000500"],
    ["a definite length cuts an inner value", "3003040201"],
  ])("is refused when %s", (_, hex) => {
    expect(() => toDer(hex)).toThrow(invalid);
  });

  test("of hundreds of thousands of values or segments fits on the stack", () => {
    const count = 300_000;
    const many = (tag: number, value: readonly number[]) =>
      joinBytes([
        Uint8Array.of(tag, 0x80),
        ...Array.from({ length: count }, () => Uint8Array.from(value)),
        new Uint8Array(2),
      ]);
    expect(berToDer(many(0x30, [5, 0]), "value")).toHaveLength(5 + 2 * count);
    expect(berToDer(many(0x24, [4, 1, 7]), "value")).toHaveLength(5 + count);
  });

  test("is refused beyond the levels and the number of values that are read", () => {
    const deep = "3080".repeat(65) + "0000".repeat(65);
    expect(() => toDer(deep)).toThrow(gostError("GOST_LIMIT_EXCEEDED"));
    expect(() => toDer("3006050005000500", { maxValues: 3 })).toThrow(gostError("GOST_LIMIT_EXCEEDED"));
  });
});
