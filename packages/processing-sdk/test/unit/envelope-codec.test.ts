import { decodeEnvelope, type Envelope, encodeEnvelope, ProcessingError } from "@opora/processing-sdk";
import { describe, expect, test } from "vitest";

const envelope: Envelope = { v: 1, type: "push", originId: "shop-1:a", epoch: "e1", id: "one", body: { total: "1" } };
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function refusal(bytes: Uint8Array): readonly unknown[] {
  try {
    decodeEnvelope(bytes);
  } catch (error) {
    if (ProcessingError.is(error)) return [error.code, error.details["path"]];
  }
  return [];
}

describe("the codec of envelopes", () => {
  test("reads what it wrote", () => {
    const odd = { ...envelope, body: { text: 'Ёж "\\" €\u{1f994}\u2028\n', list: [{}, [], [null, true, 1.5, "{[,"]] } };
    expect(decodeEnvelope(encodeEnvelope(odd))).toEqual(odd);
  });

  test.each([
    ["v", { ...envelope, v: "1" }],
    ["v", { ...envelope, v: 1.5 }],
    ["type", { ...envelope, type: "constructor" }],
    ["type", { ...envelope, type: 1 }],
    ["originId", { ...envelope, originId: "x".repeat(301) }],
    ["originId", { ...envelope, originId: null }],
    ["epoch", { ...envelope, epoch: "a\nb" }],
    ["id", { ...envelope, id: "" }],
    ["id", { ...envelope, id: "\u0000" }],
    ["id", { ...envelope, id: "\ud800" }],
    ["body", { ...envelope, body: [] }],
    ["body", { ...envelope, body: null }],
    ["", { ...envelope, extra: 1 }],
    ["", []],
    ["", null],
  ])("names the field %j of what is no envelope", (path, value) => {
    expect(refusal(bytesOf(value))).toEqual(["PROCESSING_ENVELOPE_INVALID", path]);
  });

  test("refuses other versions before anything else about them", () => {
    expect(refusal(bytesOf({ v: 2, anything: "else" }))).toEqual(["PROCESSING_PROTOCOL_VERSION", "v"]);
  });

  test("refuses a byte order mark, bytes that are no UTF-8, and text that is no JSON", () => {
    const bytes = bytesOf(envelope);
    expect(refusal(Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes))).toEqual(["PROCESSING_ENVELOPE_INVALID", ""]);
    expect(refusal(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))).toEqual(["PROCESSING_ENVELOPE_INVALID", ""]);
    expect(refusal(bytes.subarray(0, -1))).toEqual(["PROCESSING_ENVELOPE_INVALID", ""]);
    expect(refusal(new Uint8Array(0))).toEqual(["PROCESSING_ENVELOPE_INVALID", ""]);
  });

  test("does not quote in its errors what it read", () => {
    const read = (): Envelope => decodeEnvelope(new TextEncoder().encode('{"card":"4111 1111'));
    expect(read).toThrow(/^The envelope is not JSON\.$/);
  });

  test("stops at 32 levels and 4,000,000 values, and does not count what is inside of texts", () => {
    const nested = (levels: number): string =>
      `{"v":1,"type":"push","originId":"a","epoch":"","id":"a","body":{"a":${"[".repeat(levels)}${"]".repeat(levels)}}}`;
    const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
    expect(refusal(encode(nested(30)))).toEqual([]);
    expect(refusal(encode(nested(31)))).toEqual(["PROCESSING_ENVELOPE_INVALID", ""]);
    expect(refusal(encode(`[${"1,".repeat(4_000_000)}1]`))).toEqual(["PROCESSING_ENVELOPE_INVALID", ""]);
    const text = { ...envelope, body: { text: `\\"${"[{,".repeat(1000)}` } };
    expect(decodeEnvelope(bytesOf(text))).toEqual(text);
  });

  test("refuses, both ways, what is larger than allowed", () => {
    const limits = { maxEnvelopeBytes: encodeEnvelope(envelope).length };
    expect(decodeEnvelope(encodeEnvelope(envelope, limits), limits)).toEqual(envelope);
    const larger = { ...envelope, epoch: "e12" };
    expect(() => encodeEnvelope(larger, limits)).toThrow(ProcessingError);
    expect(() => decodeEnvelope(encodeEnvelope(larger), limits)).toThrow(ProcessingError);
  });

  test("a body that JSON cannot hold is refused", () => {
    const body = { total: 1n } as unknown as Envelope["body"];
    expect(() => encodeEnvelope({ ...envelope, body })).toThrow(/cannot be written as JSON/);
  });
});
