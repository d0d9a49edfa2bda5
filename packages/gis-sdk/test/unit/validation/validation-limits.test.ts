import { validateBody, writeImportRequest } from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import { fullSupplierPayment, operatorPayment } from "../../wire-fixtures.js";

const encode = (xml: string) => new TextEncoder().encode(xml);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const request = decode(
  writeImportRequest({
    profile: "supplier",
    id: "packet",
    payments: [1, 2, 3].map((sequence) => fullSupplierPayment(sequence)),
  }).canonical,
);

describe("a report", () => {
  test("names the message and says whether it stands in an envelope", () => {
    expect(validateBody(encode(request))).toMatchObject({
      valid: true,
      message: "importSupplierNotificationsOfOrderExecutionRequest",
      enveloped: false,
      truncated: false,
    });
  });

  test("of an unsigned request has a warning, which does not make it invalid", () => {
    expect(validateBody(encode(request)).violations).toEqual([
      expect.objectContaining({ code: "rule/unsigned", severity: "warning" }),
    ]);
  });

  test("names lines and repeated elements", () => {
    const lines = request.replace(/(<pay:Supplier)/g, "\n$1").replace(/(?<=<pay:Amount>)[^<]*(?=.*$)/, "0.00");
    const { violations } = validateBody(encode(lines));
    expect(violations[0]).toMatchObject({
      path: "/importSupplierNotificationsOfOrderExecutionRequest/SupplierNotificationOfOrderExecution[3]/Amount",
      line: 4,
    });
  });

  test("of another document says that it is none of the service's", () => {
    expect(validateBody(encode("<a/>"))).toEqual({
      valid: false,
      enveloped: false,
      violations: [expect.objectContaining({ code: "schema/root", path: "/a", line: 1 })],
      truncated: false,
    });
  });

  test.each([
    ["xml/empty", ""],
    ["xml/not-xml", "a"],
    ["xml/doctype", "<!DOCTYPE a><a/>"],
    ["xml/encoding", '<?xml version="1.0" encoding="koi8-r"?><a/>'],
  ])("says %s for a document that cannot be read", (code, xml) => {
    const { valid, violations } = validateBody(encode(xml));
    expect(valid).toBe(false);
    expect(violations).toEqual([expect.objectContaining({ code, path: "/" })]);
  });

  test("keeps what was found before the document broke", () => {
    const { violations } = validateBody(encode(request.replace(/(?<=<pay:Amount>)[^<]*/, "0.00").slice(0, -10)));
    expect(violations.map(({ code }) => code)).toEqual(["rule/amount-zero", "xml/not-xml"]);
  });

  test("holds no values, only names and limits", () => {
    const xml = request.replace(/(?<=<pay:OrderDate>)[^<]*/g, "Иванов");
    expect(JSON.stringify(validateBody(encode(xml)))).not.toContain("Иванов");
  });

  test("holds no more violations than the limit, and still tells that there were errors", () => {
    const xml = request.replace(' Id="packet"', "").replace(/(?<=<pay:Amount>)[^<]*/g, "0.00");
    expect(validateBody(encode(xml), { maxViolations: 1 })).toMatchObject({
      valid: false,
      violations: [{ code: "rule/id-missing", severity: "warning" }],
      truncated: true,
    });
  });

  test("bounds size and depth", () => {
    expect(validateBody(encode(request), { maxBytes: 100 }).violations).toMatchObject([{ code: "xml/limit" }]);
    expect(validateBody(encode(request), { maxDepth: 2 }).violations).toMatchObject([{ code: "xml/limit" }]);
  });

  test.each([{ maxBytes: -1 }, { maxDepth: 0 }, { maxViolations: 0.5 }, { max: 1 }])(
    "refuses the limits %j",
    (limits) => {
      expect(() => validateBody(encode(request), limits)).toThrow(
        expect.objectContaining({ code: "GIS_OPTIONS_INVALID" }),
      );
    },
  );

  test("quotes names of the document only in part", () => {
    const name = "a".repeat(100_000);
    const [violation] = validateBody(encode(`<${name}/>`)).violations;
    expect(violation?.path).toHaveLength(65);
  });
});

describe("hostile messages", () => {
  test("with as many children as fit are followed in bounded memory and time", () => {
    const items = "<ds:SPKISexp>AAAA</ds:SPKISexp>".repeat(20_000);
    const signature = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:KeyInfo><ds:SPKIData>${items}</ds:SPKIData></ds:KeyInfo></ds:Signature>`;
    const xml = request.replace(/(?<=10\.0\.1\.1">)/, signature);
    expect(validateBody(encode(xml)).violations.map(({ code }) => code)).toEqual([
      "schema/element-missing",
      "schema/element-missing",
    ]);
  });

  test("with a text that would make a pattern take exponential time are refused by its length", () => {
    const code = `${"1".repeat(5_000)}x`;
    const citizen =
      `<base:Citizen><base:Document><base:DocumentType><base:Code>${code}</base:Code><base:GUID/></base:DocumentType>` +
      "<base:Number>1</base:Number></base:Document></base:Citizen>";
    const header = `<base:RequestHeader xmlns:base="http://dom.gosuslugi.ru/schema/integration/base/">${citizen}</base:RequestHeader>`;
    const xml = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>${header}</s:Header></s:Envelope>`;
    expect(validateBody(encode(xml)).violations.map(({ code }) => code)).toContain("schema/length");
  });

  test.each([
    ["of a million digits", "9".repeat(1_000_000), "schema/digits"],
    ["of a million zeros and one", `${"0".repeat(1_000_000)}1`, "rule/unsigned"],
    ["of a point, a million zeros and one", `.${"0".repeat(1_000_000)}1`, "schema/digits"],
    ["of nothing but a million zeros", "0".repeat(1_000_000), "rule/amount-zero"],
    ["that is none after a million zeros", `${"0".repeat(1_000_000)}x`, "schema/type"],
  ])("with a number %s are judged in time", (_, amount, code) => {
    const payments = [operatorPayment(1)];
    const xml = decode(writeImportRequest({ profile: "operator", id: "packet", payments }).canonical);
    const { violations } = validateBody(encode(xml.replace(">1234567<", `>${amount}<`)));
    expect(violations.map((violation) => violation.code)).toContain(code);
  });
});
