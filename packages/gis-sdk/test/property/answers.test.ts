import { readSoapAnswer, validateBody, writeStateEnvelope, writeStateResult } from "@opora/gis-sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { xmlText } from "../payment-arbitraries.js";
import { guid } from "../wire-fixtures.js";

const date = new Date("2024-01-16T07:00:00.000Z");
/** A text that white space around it cannot change: the reader takes that off. */
const trimmed = xmlText(1, 200).map((text) => `.${text}.`);
const error = fc.record(
  { code: fc.stringMatching(/^[A-Z]{3}\d{6}$/), description: trimmed, stackTrace: trimmed },
  { requiredKeys: ["code", "description"] },
);
const result = fc.oneof(
  fc.record({ transportGuid: fc.uuid(), guid: fc.uuid(), uniqueNumber: trimmed }, { requiredKeys: ["transportGuid"] }),
  fc.record({ transportGuid: fc.uuid(), errors: fc.array(error, { minLength: 1, maxLength: 3 }) }),
);
const prefix = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/).filter((text) => !text.startsWith("xml"));
const prefixes = fc.tuple(prefix, prefix, prefix).filter((all) => new Set(all).size === 3);

describe("an answer", () => {
  test("reads back as it was written, whatever its prefixes and texts", () => {
    fc.assert(
      fc.property(fc.array(result, { maxLength: 5 }), prefixes, (results, [soap, base, pay]) => {
        const answer = { soap, base, pay };
        const state = writeStateResult({ id: "s", requestState: 3, messageGuid: guid(9), results, prefixes: answer });
        const read = readSoapAnswer(
          writeStateEnvelope({ header: { date, messageGuid: guid(1) }, state, prefixes: answer }),
        );
        expect(read).toEqual({
          kind: "state",
          requestState: 3,
          messageGuid: guid(9),
          headerMessageGuid: guid(1),
          results: results.map((item) => ({ errors: [], ...item })),
          anomalies: [],
        });
      }),
    );
  });

  test("with any of its bytes changed, cut or doubled is read or refused, but breaks nothing", () => {
    const state = writeStateResult({
      id: "s",
      requestState: 3,
      messageGuid: guid(9),
      results: [
        { transportGuid: guid(1), guid: guid(2) },
        { transportGuid: guid(3), errors: [{ code: "A", description: "я" }] },
      ],
    });
    const bytes = writeStateEnvelope({ header: { date, messageGuid: guid(1) }, state });
    const change = fc.record({
      at: fc.nat(bytes.length - 1),
      length: fc.nat(20),
      put: fc.uint8Array({ maxLength: 20 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const damaged = changes.reduce(
          (whole, { at, length, put }) => Uint8Array.from([...whole.slice(0, at), ...put, ...whole.slice(at + length)]),
          bytes,
        );
        expect(["ack", "fault", "state", "protocol-error"]).toContain(readSoapAnswer(damaged).kind);
        expect(validateBody(damaged).truncated).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

test("any text at all is read or refused, but breaks nothing", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "<",
      ">",
      "</",
      "/>",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "<?",
      "?>",
      "&#0;",
      "&#x110000;",
      "&a;",
      "xmlns=",
      '"',
      ":",
    ),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const bytes = new TextEncoder().encode(`<a:b xmlns:a="urn:a">${pieces.join("")}`);
      expect(readSoapAnswer(bytes).kind).toBe("protocol-error");
      expect(validateBody(bytes).valid).toBe(false);
    }),
  );
});
