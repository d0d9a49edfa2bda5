import {
  attributeOf,
  derTag,
  formatDistinguishedName,
  readDer,
  readDistinguishedName,
  sameName,
  writeDer,
  writeInteger,
  writeOid,
  writeSequence,
  writeSetOf,
} from "@opora/gost";
import { describe, expect, test } from "vitest";
import { type NameEntry, writeDistinguishedName } from "../../src/testing/write-name.js";
import { gostError } from "../support/gost-error.js";
import { fromHex } from "../support/hex.js";

const nameOf = (...entries: readonly NameEntry[]) => readName(writeDistinguishedName(entries));
const readName = (der: Uint8Array) => readDistinguishedName(readDer(der, "name"));
const attribute = (oid: string, tag: number, content: Uint8Array) =>
  writeSequence(writeOid(oid), writeDer(tag, content));
const commonName = (tag: number, content: Uint8Array) =>
  readName(writeSequence(writeSetOf(attribute("2.5.4.3", tag, content))));
const ascii = (text: string) => new TextEncoder().encode(text);

describe("a distinguished name as text", () => {
  const name = nameOf(
    { type: "C", text: "RU" },
    { type: "O", text: 'ООО "Ромашка, и К+"' },
    { type: "1.2.643.100.1", text: "1027700000000" },
    { type: "CN", text: " Иванов " },
  );

  test("goes from the most specific part to the root, with types outside RFC 4514 as identifiers", () => {
    expect(formatDistinguishedName(name)).toBe(
      String.raw`CN=\ Иванов\ ,1.2.643.100.1=1027700000000,O=ООО \"Ромашка\, и К\+\",C=RU`,
    );
  });

  test("can keep the order of the certificate", () => {
    expect(formatDistinguishedName(name, { order: "certificate" })).toMatch(/^C=RU,O=/);
  });

  test("can give the values of such types in hexadecimal, as RFC 4514 demands", () => {
    expect(formatDistinguishedName(name, { unnamedTypes: "hex" })).toContain(
      "1.2.643.100.1=#120d31303237373030303030303030,",
    );
  });

  test.each([
    ["#1", String.raw`\#1`],
    ["a#1", "a#1"],
    [" ", String.raw`\ `],
    ["  ", String.raw`\ \ `],
    ["a\\", String.raw`a\\`],
    ["\\ ", String.raw`\\\ `],
    ["<a>;b=c", String.raw`\<a\>\;b=c`],
    ["a\nb\u0000", String.raw`a\0ab\00`],
    ["", ""],
  ])("escapes %j as %s", (text, escaped) => {
    expect(formatDistinguishedName(nameOf({ type: "CN", text }))).toBe(`CN=${escaped}`);
  });

  test("joins the attributes of a relative name of several by a plus", () => {
    const several = writeSetOf(
      attribute("2.5.4.3", derTag.utf8String, ascii("a")),
      attribute("2.5.4.11", derTag.utf8String, ascii("b")),
    );
    expect(formatDistinguishedName(readName(writeSequence(several)))).toBe("CN=a+OU=b");
  });

  test("shows a value that is no string in hexadecimal", () => {
    const number = writeSequence(writeSetOf(writeSequence(writeOid("2.5.4.3"), writeInteger(5))));
    expect(formatDistinguishedName(readName(number))).toBe("CN=#020105");
  });

  test("of no parts is empty", () => {
    expect(formatDistinguishedName(nameOf())).toBe("");
  });
});

describe("the strings of a name", () => {
  test.each([
    ["UTF8String", derTag.utf8String, "d0afe282acf09f9982", "Я€🙂"],
    ["PrintableString", derTag.printableString, "527573", "Rus"],
    ["PrintableString with a character outside its alphabet", derTag.printableString, "6140622e7275", "a@b.ru"],
    ["NumericString", derTag.numericString, "313233", "123"],
    ["IA5String", derTag.ia5String, "61406220", "a@b "],
    ["T61String", derTag.t61String, "e9", "é"],
    ["BMPString", derTag.bmpString, "042f0020", "Я "],
    ["BMPString with surrogates", derTag.bmpString, "d83dde42", "🙂"],
    ["UniversalString", derTag.universalString, "0001f642", "🙂"],
  ])("are read from %s", (_, tag, hex, text) => {
    expect(attributeOf(commonName(tag, fromHex(hex)), "2.5.4.3")).toBe(text);
  });

  test.each([
    ["UTF8String that is not UTF-8", derTag.utf8String, "ff"],
    ["UTF8String that is cut off", derTag.utf8String, "d0"],
    ["BMPString of an odd length", derTag.bmpString, "042f04"],
    ["UniversalString with no such character", derTag.universalString, "00110000"],
  ])("are refused in a %s", (_, tag, hex) => {
    expect(() => commonName(tag, fromHex(hex))).toThrow(gostError("GOST_ASN1_INVALID"));
  });

  test("keep a byte order mark, which is part of the value", () => {
    expect(attributeOf(commonName(derTag.utf8String, fromHex("efbbbf61")), "2.5.4.3")).toBe("\ufeffa");
  });
});

describe("two names", () => {
  const utf8 = commonName(derTag.utf8String, ascii("Test  CA"));

  test("are the same whatever the string type, the case of Latin letters and the number of spaces", () => {
    expect(sameName(utf8, commonName(derTag.printableString, ascii(" test ca ")))).toBe(true);
    expect(sameName(utf8, commonName(derTag.bmpString, fromHex("0054004500530054002000430041")))).toBe(true);
  });

  test("differ in anything else", () => {
    expect(sameName(utf8, commonName(derTag.utf8String, ascii("TestCA")))).toBe(false);
    expect(sameName(utf8, nameOf({ type: "OU", text: "Test CA" }))).toBe(false);
    expect(sameName(utf8, nameOf({ type: "CN", text: "Test CA" }, { type: "C", text: "RU" }))).toBe(false);
    expect(sameName(nameOf({ type: "CN", text: "Ё" }), nameOf({ type: "CN", text: "ё" }))).toBe(false);
  });

  test("differ in the order of their parts, not in that of the attributes within one", () => {
    const country = { type: "C", text: "RU" };
    const common = { type: "CN", text: "x" };
    expect(sameName(nameOf(country, common), nameOf(common, country))).toBe(false);
    const one = attribute("2.5.4.3", derTag.utf8String, ascii("a"));
    const other = attribute("2.5.4.11", derTag.utf8String, ascii("b"));
    const inOneOrder = writeSequence(writeDer(derTag.set, one, other));
    const inTheOther = writeSequence(writeDer(derTag.set, other, one));
    expect(sameName(readName(inOneOrder), readName(inTheOther))).toBe(true);
  });

  test("cannot be made the same by text that looks like the separators of the comparison", () => {
    expect(
      sameName(
        nameOf({ type: "CN", text: 'a","2.5.4.3=b' }),
        nameOf({ type: "CN", text: "a" }, { type: "CN", text: "b" }),
      ),
    ).toBe(false);
  });
});
