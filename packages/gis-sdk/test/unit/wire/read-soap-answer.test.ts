import { type ProtocolErrorReason, readSoapAnswer, type SoapAnswer } from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import { guid } from "../../wire-fixtures.js";

const soap = "http://schemas.xmlsoap.org/soap/envelope/";
const base = "http://dom.gosuslugi.ru/schema/integration/base/";
const pay = "http://dom.gosuslugi.ru/schema/integration/payment/";

function read(text: string, limits = {}): SoapAnswer {
  return readSoapAnswer(new TextEncoder().encode(text), limits);
}

/** An envelope whose prefixes nobody would guess. */
function envelope(body: string, header = ""): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<q:Envelope xmlns:q="${soap}" xmlns:ns4="${base}" xmlns:ns13="${pay}">` +
    `<q:Header>${header}</q:Header>\n<q:Body>\n${body}\n</q:Body></q:Envelope>\n`
  );
}

function state(content: string): string {
  return envelope(`<ns13:getStateResult Id="x" ns4:version="10.0.1.1">${content}</ns13:getStateResult>`);
}

const done = `<ns4:RequestState>3</ns4:RequestState><ns4:MessageGUID>${guid(1)}</ns4:MessageGUID>`;

function result(content: string): string {
  return `<ns13:ImportResult>${content}</ns13:ImportResult>`;
}

function element(name: string, content: string): string {
  return `<ns4:${name}>${content}</ns4:${name}>`;
}

const loaded = (sequence: number) =>
  result(element("TransportGUID", guid(sequence)) + element("UpdateDate", "2024-01-16T10:00:00+03:00"));

describe("an acknowledgement", () => {
  const ack = (content: string) => envelope(`<ns4:AckRequest><ns4:Ack>${content}</ns4:Ack></ns4:AckRequest>`);
  const both = element("MessageGUID", guid(1)) + element("RequesterMessageGUID", guid(2));

  test("is read whatever the prefixes are", () => {
    expect(read(ack(both))).toEqual({ kind: "ack", messageGuid: guid(1), requesterMessageGuid: guid(2) });
  });

  test("is read with default namespaces that change on the way", () => {
    const text =
      `<Envelope xmlns="${soap}"><Body><AckRequest xmlns="${base}"><Ack><MessageGUID>${guid(1)}</MessageGUID>` +
      `<RequesterMessageGUID>${guid(2)}</RequesterMessageGUID></Ack></AckRequest></Body></Envelope>`;
    expect(read(text)).toMatchObject({ kind: "ack", messageGuid: guid(1) });
  });

  test("has its GUIDs in lower case and without white space", () => {
    const text = ack(
      element("MessageGUID", `\n\t${guid(1).toUpperCase()} `) + element("RequesterMessageGUID", guid(2).toUpperCase()),
    );
    expect(read(text)).toEqual({ kind: "ack", messageGuid: guid(1), requesterMessageGuid: guid(2) });
  });

  test.each([
    ["without a MessageGUID", element("RequesterMessageGUID", guid(2))],
    ["without a RequesterMessageGUID", element("MessageGUID", guid(1))],
    ["with a MessageGUID that is none", element("MessageGUID", "1") + element("RequesterMessageGUID", guid(2))],
    ["with two MessageGUIDs", both + element("MessageGUID", guid(3))],
    ["with a GUID of another namespace", both.replace(/ns4:MessageGUID/g, "ns13:MessageGUID")],
  ])("%s is a protocol error", (_, content) => {
    expect(read(ack(content))).toMatchObject({ kind: "protocol-error", reason: "unexpected-content" });
  });

  test("with two Ack elements is a protocol error", () => {
    const text = envelope(`<ns4:AckRequest><ns4:Ack>${both}</ns4:Ack><ns4:Ack>${both}</ns4:Ack></ns4:AckRequest>`);
    expect(read(text)).toMatchObject({ kind: "protocol-error", reason: "unexpected-content" });
  });
});

describe("a fault", () => {
  const fault = (content: string) => envelope(`<q:Fault>${content}</q:Fault>`);
  const head = "<faultcode>q:Server</faultcode><faultstring>EXP001000: Произошла ошибка.</faultstring>";
  const detail = (content: string) => `<detail><ns4:Fault>${content}</ns4:Fault></detail>`;

  test("has the code and the text of its detail", () => {
    const text = fault(head + detail(element("ErrorCode", " EXP001000 ") + element("ErrorMessage", "Ошибка")));
    expect(read(text)).toEqual({
      kind: "fault",
      faultCode: "Server",
      faultString: "EXP001000: Произошла ошибка.",
      code: "EXP001000",
      message: "Ошибка",
    });
  });

  test("may call the text of its detail Description", () => {
    const text = fault(head + detail(element("ErrorCode", "AUT011003") + element("Description", "Запрещено")));
    expect(read(text)).toMatchObject({ code: "AUT011003", message: "Запрещено" });
  });

  test("without a detail has the code and the text of faultstring", () => {
    expect(read(fault(head))).toMatchObject({ code: "EXP001000", message: "Произошла ошибка." });
  });

  test("of a gateway has no code", () => {
    const text = fault("<faultcode>q:Server</faultcode><faultstring>Unknown fault occured</faultstring>");
    const answer = read(text);
    expect(answer).toMatchObject({ kind: "fault", message: "Unknown fault occured" });
    expect(answer).not.toHaveProperty("code");
  });

  test("with a detail of somebody else is still a fault", () => {
    const text = fault(`${head}<detail><other xmlns="urn:x"><ErrorCode>1</ErrorCode></other></detail>`);
    expect(read(text)).toMatchObject({ kind: "fault", code: "EXP001000" });
  });

  test("keeps its stack trace, CDATA included", () => {
    const trace = element("StackTrace", "<![CDATA[at <a>]]> &amp; b");
    const text = fault(head + detail(element("ErrorCode", "EXP001000") + trace));
    expect(read(text)).toMatchObject({ stackTrace: "at <a> & b" });
  });
});

describe("the state of a packet", () => {
  test.each([1, 2, 3])("%i is read", (requestState) => {
    const content = element("RequestState", ` ${requestState} `) + element("MessageGUID", guid(1));
    expect(read(state(content))).toMatchObject({ kind: "state", requestState, messageGuid: guid(1), results: [] });
  });

  test("has the MessageGUID of the header, which is that of the import request", () => {
    const header = `<ns4:ResultHeader>${element("Date", "2024-01-16T10:00:00+03:00")}${element("MessageGUID", guid(7))}</ns4:ResultHeader>`;
    const text = envelope(`<ns13:getStateResult>${done}</ns13:getStateResult>`, header);
    expect(read(text)).toMatchObject({ messageGuid: guid(1), headerMessageGuid: guid(7) });
  });

  test("keeps every error of every payment, in order and word for word", () => {
    const errors =
      `<ns4:Error>${element("ErrorCode", "SRV012001")}${element("Description", "Ранее загружен")}</ns4:Error>` +
      `<ns4:Error>${element("ErrorCode", "INT002000")}${element("Description", "Нет в реестре")}</ns4:Error>`;
    const answer = read(state(done + result(element("TransportGUID", guid(2)) + errors) + loaded(3)));
    expect(answer).toMatchObject({
      results: [
        {
          transportGuid: guid(2),
          errors: [
            { code: "SRV012001", description: "Ранее загружен" },
            { code: "INT002000", description: "Нет в реестре" },
          ],
        },
        { transportGuid: guid(3), errors: [], updateDate: "2024-01-16T10:00:00+03:00" },
      ],
    });
  });

  test("tells that the packet as a whole is refused", () => {
    const error = `<ns4:ErrorMessage>${element("ErrorCode", "EXP001000")}${element("Description", "Ошибка")}</ns4:ErrorMessage>`;
    expect(read(state(done + error))).toMatchObject({
      errorMessage: { code: "EXP001000", description: "Ошибка" },
      results: [],
    });
  });

  test("with both an error of the packet and results is a protocol error", () => {
    const error = `<ns4:ErrorMessage>${element("ErrorCode", "EXP001000")}</ns4:ErrorMessage>`;
    expect(read(state(done + error + loaded(1)))).toMatchObject({ kind: "protocol-error" });
  });

  test("reads the fields of a result in any order, and GUIDs in any letter case", () => {
    const fields = [
      element("UniqueNumber", "УН-1"),
      element("UpdateDate", "2024-01-16T10:00:00+03:00"),
      element("TransportGUID", ` ${guid(2).toUpperCase()}\n`),
      element("GUID", guid(5).toUpperCase()),
    ];
    expect(read(state(done + result(fields.join("\n"))))).toMatchObject({
      results: [{ transportGuid: guid(2), guid: guid(5), uniqueNumber: "УН-1" }],
      anomalies: [],
    });
  });

  test("notes a result without a TransportGUID and keeps the others", () => {
    expect(read(state(done + result(element("GUID", guid(5))) + loaded(3)))).toMatchObject({
      results: [{ transportGuid: guid(3) }],
      anomalies: [{ kind: "missing-transport-guid", path: "/getStateResult/ImportResult[1]" }],
    });
  });

  test("notes a malformed GUID and keeps it", () => {
    expect(read(state(done + result(element("TransportGUID", " ABC "))))).toMatchObject({
      results: [{ transportGuid: "abc" }],
      anomalies: [{ kind: "malformed-guid", path: "/getStateResult/ImportResult[1]" }],
    });
  });

  test("notes elements that it does not know, and the right ones in the wrong namespace", () => {
    const stranger = `<ns13:RequestState>1</ns13:RequestState><z xmlns="urn:z"><ns4:RequestState>2</ns4:RequestState></z>`;
    expect(read(state(stranger + done + result(`<ns4:New/>${element("TransportGUID", guid(2))}`)))).toMatchObject({
      requestState: 3,
      anomalies: [
        { kind: "unexpected-element", path: "/getStateResult/RequestState" },
        { kind: "unexpected-element", path: "/getStateResult/z" },
        { kind: "unexpected-element", path: "/getStateResult/ImportResult[1]/New" },
      ],
    });
  });

  test("passes over its signature, whatever is in it", () => {
    const signature = `<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#">${done}<s:Object><s:Object/></s:Object></s:Signature>`;
    expect(read(state(signature + done))).toMatchObject({ kind: "state", anomalies: [] });
  });

  test("keeps two results of one TransportGUID: which of them counts is for the caller to decide", () => {
    expect(read(state(done + loaded(1) + loaded(1)))).toMatchObject({
      results: [{ transportGuid: guid(1) }, { transportGuid: guid(1) }],
    });
  });

  test.each([
    ["without RequestState", element("MessageGUID", guid(1))],
    ["with RequestState 4", element("RequestState", "4") + element("MessageGUID", guid(1))],
    ["with two RequestStates", done + element("RequestState", "3")],
    ["without MessageGUID", element("RequestState", "3")],
    ["with a result that has two TransportGUIDs", done + result(element("TransportGUID", guid(1)).repeat(2))],
    ["with two ErrorMessages", done + "<ns4:ErrorMessage/>".repeat(2)],
  ])("%s is a protocol error", (_, content) => {
    expect(read(state(content))).toMatchObject({ kind: "protocol-error", reason: "unexpected-content" });
  });
});

describe("a body that is no answer", () => {
  const deep = (levels: number) => `${"<a>".repeat(levels)}${"</a>".repeat(levels)}`;

  test.each<[string, ProtocolErrorReason, string]>([
    ["nothing", "empty", ""],
    ["white space", "empty", " \r\n\t"],
    ["an HTML page", "html", "<html><title>502 Bad Gateway</title>"],
    ["an HTML page with a DOCTYPE", "html", "\n<!DOCTYPE HTML><html><body><p>x"],
    ["plain text", "not-xml", "upstream connect error"],
    ["JSON", "not-xml", '{"error":"x"}'],
    ["a cut envelope", "not-xml", state(done + loaded(1)).slice(0, -30)],
    ["a DOCTYPE", "doctype", `<!DOCTYPE a [<!ENTITY b "c">]>${state(done)}`],
    ["an entity that is not of XML", "not-xml", state(`${done}&nbsp;`)],
    ["an unbound prefix", "not-xml", envelope("<zz:getStateResult/>")],
    ["an attribute with an unbound prefix", "not-xml", envelope('<ns13:getStateResult zz:a="1"/>')],
    ["an attribute twice", "not-xml", envelope('<ns13:getStateResult Id="1" Id="2"/>')],
    [
      "an attribute twice by different prefixes",
      "not-xml",
      envelope(`<a xmlns:x="urn:a" xmlns:y="urn:a" x:b="" y:b=""/>`),
    ],
    ["a malformed name", "not-xml", envelope("<a:b:c/>")],
    ["a prefix declared empty", "not-xml", envelope('<a xmlns:b=""/>')],
    ["the prefix xmlns declared", "not-xml", envelope('<a xmlns:xmlns="urn:x"/>')],
    ["the prefix xml bound to something else", "not-xml", envelope('<a xmlns:xml="urn:x"/>')],
    ["another encoding", "encoding", '<?xml version="1.0" encoding="windows-1251"?><a/>'],
    ["another root", "unexpected-content", "<a/>"],
    ["a SOAP 1.2 envelope", "unexpected-content", '<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"/>'],
    ["an envelope without a body", "unexpected-content", `<a:Envelope xmlns:a="${soap}"/>`],
    ["an envelope with an empty body", "unexpected-content", envelope("")],
    ["an envelope with two bodies", "unexpected-content", envelope("").replace("</q:Body>", "</q:Body><q:Body/>")],
    ["an envelope with a request", "unexpected-content", envelope("<ns4:getStateRequest/>")],
    ["an envelope with two answers", "unexpected-content", envelope("<q:Fault/><q:Fault/>")],
    ["a bare getStateResult", "unexpected-content", `<getStateResult xmlns="${pay}"/>`],
    ["too deep a nesting", "limit", envelope("", deep(70))],
  ])("%s is a protocol error", (_, reason, text) => {
    expect(read(text)).toMatchObject({ kind: "protocol-error", reason });
  });

  test("of bytes that are no UTF-8 is a protocol error", () => {
    const bytes = Uint8Array.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]);
    expect(readSoapAnswer(bytes)).toMatchObject({ kind: "protocol-error", reason: "encoding" });
  });

  test("that is too large is refused unread", () => {
    expect(read(state(done), { maxBytes: 100 })).toMatchObject({ kind: "protocol-error", reason: "limit" });
  });

  test("with too many results is refused", () => {
    const text = state(done + loaded(1) + loaded(2) + loaded(3));
    expect(read(text, { maxResults: 3 })).toMatchObject({ kind: "state" });
    expect(read(text, { maxResults: 2 })).toMatchObject({ kind: "protocol-error", reason: "limit" });
  });

  test("with too many errors in one result is refused", () => {
    const errors = "<ns4:Error/>".repeat(3);
    const text = state(done + result(element("TransportGUID", guid(1)) + errors));
    expect(read(text, { maxResults: 2 })).toMatchObject({ kind: "protocol-error", reason: "limit" });
  });

  test("keeps the data of the body out of the message", () => {
    const answer = read(state(`${done}<Секрет>`));
    expect(answer).toMatchObject({ kind: "protocol-error" });
    expect(JSON.stringify(answer)).not.toContain(guid(1));
  });

  test.each([{ maxBytes: 0 }, { maxDepth: 1.5 }, { maxResults: Number.NaN }, { maxBites: 1 }])(
    "refuses the limits %j",
    (limits) => {
      expect(() => read(state(done), limits)).toThrow(expect.objectContaining({ code: "GIS_OPTIONS_INVALID" }));
    },
  );
});

test("a byte order mark does not matter", () => {
  expect(read(`\ufeff${state(done)}`)).toMatchObject({ kind: "state" });
});

test("names declared in one element do not leak into its siblings", () => {
  const text = state(`${done}<a xmlns:p="${base}"/><p:ErrorMessage/>`);
  expect(read(text)).toMatchObject({ kind: "protocol-error", reason: "not-xml" });
});
