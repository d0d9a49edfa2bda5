import {
  namespacesAtSignature,
  readSoapAnswer,
  writeAckEnvelope,
  writeFaultEnvelope,
  writeGetStateEnvelope,
  writeImportEnvelope,
  writeImportRequest,
  writeStateEnvelope,
  writeStateResult,
} from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import { fullSupplierPayment, guid } from "../../wire-fixtures.js";

const baseUri = "http://dom.gosuslugi.ru/schema/integration/base/";
const header = { date: new Date("2024-01-16T07:00:00.000Z"), messageGuid: guid(1), orgPpaGuid: guid(2) };
const soap = "http://schemas.xmlsoap.org/soap/envelope/";

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

describe("an envelope", () => {
  const request = writeImportRequest({ profile: "supplier", id: "packet-1", payments: [fullSupplierPayment(1)] });

  test("has the header fields in the order of the schema, Moscow time and the request byte for byte", () => {
    expect(text(writeImportEnvelope({ header: { ...header, isOperatorSignature: true }, request }))).toBe(
      `<soapenv:Envelope xmlns:soapenv="${soap}"><soapenv:Header><base:RequestHeader xmlns:base="${baseUri}">` +
        "<base:Date>2024-01-16T10:00:00.000+03:00</base:Date>" +
        `<base:MessageGUID>${guid(1)}</base:MessageGUID><base:orgPPAGUID>${guid(2)}</base:orgPPAGUID>` +
        "<base:IsOperatorSignature>true</base:IsOperatorSignature></base:RequestHeader></soapenv:Header>" +
        `<soapenv:Body>${text(request.canonical)}</soapenv:Body></soapenv:Envelope>`,
    );
  });

  test("leaves IsOperatorSignature out unless it is given: false is not in the schema", () => {
    expect(text(writeImportEnvelope({ header, request }))).not.toContain("IsOperatorSignature");
  });

  test("takes the signature as the first child of the request and changes nothing else", () => {
    const signature = "<ds:Signature>подпись</ds:Signature>";
    const signed = text(writeImportEnvelope({ header, request, signature }));
    expect(signed.replace(signature, "")).toBe(text(writeImportEnvelope({ header, request })));
    expect(signed).toContain(`base:version="10.0.1.1">${signature}<pay:SupplierNotification`);
  });

  test("tells the namespaces in scope of the signature, which the inclusive profile needs", () => {
    expect(Object.fromEntries(namespacesAtSignature(request))).toEqual({
      soapenv: soap,
      base: baseUri,
      pay: "http://dom.gosuslugi.ru/schema/integration/payment/",
    });
  });

  test.each([
    ["messageGuid", { ...header, messageGuid: `${guid(1)} ` }],
    ["orgPpaGuid", { ...header, orgPpaGuid: "" }],
    ["date", { ...header, date: new Date(Number.NaN) }],
  ])("refuses a header with a bad %s", (_, bad) => {
    expect(() => writeImportEnvelope({ header: bad, request })).toThrow(
      expect.objectContaining({ code: "GIS_OPTIONS_INVALID" }),
    );
  });

  test("of a poll is not signed and asks for the GUID of the acknowledgement", () => {
    expect(text(writeGetStateEnvelope({ header, messageGuid: guid(3) }))).toContain(
      `<soapenv:Body><base:getStateRequest xmlns:base="${baseUri}"><base:MessageGUID>${guid(3)}</base:MessageGUID>` +
        "</base:getStateRequest></soapenv:Body>",
    );
    expect(() => writeGetStateEnvelope({ header, messageGuid: "x" })).toThrow(
      expect.objectContaining({ code: "GIS_OPTIONS_INVALID" }),
    );
  });
});

describe("an answer that is written", () => {
  const result = { date: header.date, messageGuid: guid(1) };
  const prefixes = { soap: "env", base: "ns13", pay: "ns4" };

  test("reads back as the acknowledgement it was", () => {
    const bytes = writeAckEnvelope({ header: result, messageGuid: guid(8), requesterMessageGuid: guid(1), prefixes });
    expect(readSoapAnswer(bytes)).toEqual({ kind: "ack", messageGuid: guid(8), requesterMessageGuid: guid(1) });
  });

  test("reads back as the fault it was", () => {
    const bytes = writeFaultEnvelope({
      faultCode: "Server",
      code: "EXP001000",
      message: "Ошибка <1>",
      stackTrace: "at a",
      prefixes,
    });
    expect(readSoapAnswer(bytes)).toEqual({
      kind: "fault",
      faultCode: "Server",
      faultString: "EXP001000: Ошибка <1>",
      code: "EXP001000",
      message: "Ошибка <1>",
      stackTrace: "at a",
    });
  });

  test("reads back as the state it was, with whatever prefixes and a signature", () => {
    const state = writeStateResult({
      id: "state",
      requestState: 3,
      messageGuid: guid(8),
      results: [
        { transportGuid: guid(1), guid: guid(2), uniqueNumber: "УН-1", updateDate: header.date },
        { transportGuid: guid(3), errors: [{ code: "INT002000", description: "нет", stackTrace: "at b" }] },
      ],
      prefixes,
    });
    const signature = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>';
    expect(readSoapAnswer(writeStateEnvelope({ header: result, state, signature, prefixes }))).toEqual({
      kind: "state",
      requestState: 3,
      messageGuid: guid(8),
      headerMessageGuid: guid(1),
      results: [
        {
          transportGuid: guid(1),
          guid: guid(2),
          uniqueNumber: "УН-1",
          updateDate: "2024-01-16T10:00:00.000+03:00",
          errors: [],
        },
        { transportGuid: guid(3), errors: [{ code: "INT002000", description: "нет", stackTrace: "at b" }] },
      ],
      anomalies: [],
    });
  });
});
