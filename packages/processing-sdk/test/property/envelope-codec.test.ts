import { decodeEnvelope, type Envelope, encodeEnvelope, ProcessingError } from "@opora/processing-sdk";
import {
  assert,
  constantFrom,
  dictionary,
  jsonValue,
  nat,
  property,
  record,
  string,
  tuple,
  uint8Array,
} from "fast-check";
import { describe, expect, test } from "vitest";

const text = (maxLength: number) =>
  string({ minLength: 1, maxLength }).filter((value) => !/\p{Cc}|\p{Surrogate}/u.test(value));
const envelopes = record({
  v: constantFrom(1),
  type: constantFrom("hello", "push", "pullAnswer", "error"),
  originId: text(300),
  epoch: text(200),
  id: text(200),
  body: dictionary(string(), jsonValue({ maxDepth: 6 })),
}).map((value) => JSON.parse(JSON.stringify(value)) as Envelope);

describe("the codec of envelopes", () => {
  test("reads whatever it wrote", () => {
    assert(
      property(envelopes, (envelope) => {
        expect(decodeEnvelope(encodeEnvelope(envelope))).toEqual(envelope);
      }),
    );
  });

  test("reads changed bytes as an envelope or refuses them, and fails in no other way", () => {
    assert(
      property(envelopes, tuple(nat(), uint8Array({ minLength: 1, maxLength: 8 })), (envelope, [place, change]) => {
        const bytes = encodeEnvelope(envelope).slice();
        bytes.set(change.subarray(0, bytes.length), place % Math.max(1, bytes.length - change.length));
        try {
          decodeEnvelope(bytes);
        } catch (error) {
          expect(ProcessingError.is(error)).toBe(true);
        }
      }),
    );
  });

  test("refuses any bytes that are no envelope", () => {
    assert(
      property(uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => decodeEnvelope(bytes)).toThrow(ProcessingError);
      }),
    );
  });
});
