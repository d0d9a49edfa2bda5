import {
  type GisPayment,
  type ViolationCode,
  writeCancellationRequest,
  writeGetStateEnvelope,
  writeImportEnvelope,
  writeImportRequest,
  writeStateResult,
} from "@opora/gis-sdk";
import {
  fullCancellation,
  fullOperator139Payment,
  fullOperatorPayment,
  fullSupplierPayment,
  guid,
  operatorPayment,
} from "./wire-fixtures.js";

/** A message with something done to it, and what is to be said of it. */
export interface ValidationCase {
  readonly name: string;
  readonly xml: string;
  /** Codes with the ends of their paths; `rule/unsigned` is left out. None: the message is right. */
  readonly expected: readonly (readonly [ViolationCode, string])[];
  /** Why libxml2 sees the schema part otherwise than the standard, where it does. */
  readonly libxml2?: string;
}

type Edit = readonly [from: string | RegExp, to: string];

const date = new Date("2024-01-16T07:00:00.000Z");
const decoder = new TextDecoder();
const header = { date, messageGuid: guid(1), orgPpaGuid: guid(2), isOperatorSignature: true } as const;

function request(profile: GisPayment["profile"], payments: readonly GisPayment[]): string {
  return decoder.decode(writeImportRequest({ profile, id: "packet", payments }).canonical);
}

const many = (length: number, payment: (sequence: number) => GisPayment) =>
  Array.from({ length }, (_, sequence) => payment(sequence));

const results = [
  { transportGuid: guid(1), guid: guid(11), uniqueNumber: "УН-1", updateDate: date },
  { transportGuid: guid(2), errors: [{ code: "INT002000", description: "Нет в реестре" }] },
];

const messages = {
  operator: request("operator", [fullOperatorPayment(1), operatorPayment(2)]),
  operator139: request("operator139", [fullOperator139Payment(1)]),
  supplier: request("supplier", [fullSupplierPayment(1), fullSupplierPayment(2)]),
  cancellation: decoder.decode(
    writeCancellationRequest({ id: "packet", cancellations: [fullCancellation(1), fullCancellation(2)] }).canonical,
  ),
  poll: `<b:getStateRequest xmlns:b="http://dom.gosuslugi.ru/schema/integration/base/"><b:MessageGUID>${guid(1)}</b:MessageGUID></b:getStateRequest>`,
  state: decoder.decode(writeStateResult({ id: "state", requestState: 3, messageGuid: guid(9), results }).canonical),
  envelope: decoder.decode(
    writeImportEnvelope({
      header,
      request: writeImportRequest({ profile: "supplier", id: "packet", payments: [fullSupplierPayment(1)] }),
    }),
  ),
  pollEnvelope: decoder.decode(writeGetStateEnvelope({ header, messageGuid: guid(9) })),
};

function edited(message: keyof typeof messages, edits: readonly Edit[]): string {
  return edits.reduce((xml, [from, to]) => {
    const changed = xml.replace(from, () => to);
    if (changed === xml) throw new Error(`${from} is not in the message`);
    return changed;
  }, messages[message]);
}

function row(
  message: keyof typeof messages,
  name: string,
  edits: readonly Edit[],
  expected: ValidationCase["expected"] = [],
  libxml2?: string,
): ValidationCase {
  return { name: `${message}: ${name}`, xml: edited(message, edits), expected, ...(libxml2 && { libxml2 }) };
}

function whole(name: string, xml: string, expected: ValidationCase["expected"] = []): ValidationCase {
  return { name, xml, expected };
}

const first = "NotificationOfOrderExecutionType[1]";
const order = `${first}/OrderInfo`;
const recipient = `${first}/RecipientInfo`;
const supplierItem = "SupplierNotificationOfOrderExecution[1]";

const amount = (text: string): Edit => [/<pb:Amount>[^<]*/, `<pb:Amount>${text}`];
const roubles = (text: string): Edit => [/<pay:Amount>[^<]*/, `<pay:Amount>${text}`];
const orderDate = (text: string): Edit => [/<pb:OrderDate>[^<]*/, `<pb:OrderDate>${text}`];
const orderId = (text: string): Edit => [/<pb:OrderID>[^<]*/, `<pb:OrderID>${text}`];
const signature = (content: string) =>
  `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${content}</ds:Signature>`;
const signedInfo =
  '<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="urn:a"/><ds:SignatureMethod Algorithm="urn:b"/>' +
  '<ds:Reference URI="#packet"><ds:DigestMethod Algorithm="urn:c"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>' +
  "</ds:SignedInfo>";
const signed = (content: string): Edit => ['base:version="10.0.1.1">', `base:version="10.0.1.1">${signature(content)}`];
const value = "<ds:SignatureValue>AAAA</ds:SignatureValue>";
const strayBase64 = "libxml2 passes over characters that are not of base64";
const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

const operatorCases: readonly ValidationCase[] = [
  row("operator", "as it is written", []),
  whole("operator: 500 notifications", request("operator", many(500, operatorPayment))),
  whole(
    "operator: 501 notifications",
    request("operator", many(500, operatorPayment)).replace(
      "</pay:importNotifications",
      () => `${itemOf(request("operator", [operatorPayment(500)]))}</pay:importNotifications`,
    ),
    [["schema/element-repeated", "NotificationOfOrderExecutionType[501]"]],
  ),
  row(
    "operator",
    "no notification at all",
    [[/<pay:Notification.*<\/pay:NotificationOfOrderExecutionType>/, ""]],
    [["schema/element-missing", "Request/NotificationOfOrderExecutionType"]],
  ),
  row(
    "operator",
    "a notification of the other type too",
    [
      [
        "</pay:importNotifications",
        `${itemOf(request("operator139", [fullOperator139Payment(3)]))}</pay:importNotifications`,
      ],
    ],
    [["schema/element-choice", "NotificationOfOrderExecution139Type[1]"]],
  ),
  row(
    "operator",
    "a TransportGUID twice",
    [[`>${guid(2)}<`, `>${guid(1)}<`]],
    [["schema/key", "NotificationOfOrderExecutionType[2]/TransportGUID"]],
  ),
  row(
    "operator",
    "a TransportGUID twice in different letter case",
    [[`>${guid(2)}<`, `>${guid(1).toUpperCase()}<`]],
    [["rule/transport-guid-case", "NotificationOfOrderExecutionType[2]/TransportGUID"]],
  ),
  row(
    "operator",
    "no TransportGUID",
    [[`<base:TransportGUID>${guid(1)}</base:TransportGUID>`, ""]],
    [["schema/element-missing", `${first}/TransportGUID`]],
  ),
  row(
    "operator",
    "the TransportGUID first",
    [
      [`<base:TransportGUID>${guid(1)}</base:TransportGUID>`, ""],
      ["<pb:SupplierInfo", `<base:TransportGUID>${guid(1)}</base:TransportGUID><pb:SupplierInfo`],
    ],
    [
      ["schema/element-order", `${first}/SupplierInfo`],
      ["schema/element-order", recipient],
      ["schema/element-order", order],
    ],
  ),
  row(
    "operator",
    "a GUID with a space",
    [[`>${guid(1)}<`, `>${guid(1)} <`]],
    [
      ["schema/pattern", "TransportGUID"],
      ["rule/white-space", "TransportGUID"],
    ],
  ),
  row("operator", "a GUID in braces", [[`>${guid(1)}<`, `>{${guid(1)}}<`]], [["schema/pattern", "TransportGUID"]]),
  row("operator", "a GUID in upper case", [[`>${guid(1)}<`, `>${guid(1).toUpperCase()}<`]]),
  row(
    "operator",
    "an OrderID twice",
    [[/0{31}2/, `${"0".repeat(31)}1`]],
    [["rule/order-id-repeated", "NotificationOfOrderExecutionType[2]/OrderInfo/OrderID"]],
  ),
  row("operator", "an OrderID of 31 characters", [orderId("0".repeat(31))], [["schema/length", `${order}/OrderID`]]),
  row("operator", "an OrderID of 33 characters", [orderId("0".repeat(33))], [["schema/length", `${order}/OrderID`]]),
  row("operator", "an OrderID with the dashes of a UUID", [orderId(guid(1))], [["schema/length", `${order}/OrderID`]]),
  row("operator", "an OrderID of 32 characters beyond the basic plane", [orderId("\u{1f3e0}".repeat(32))]),
  row(
    "operator",
    "an OrderDate with a time",
    [orderDate("2024-01-15T00:00:00")],
    [["schema/type", `${order}/OrderDate`]],
  ),
  row(
    "operator",
    "an OrderDate that does not exist",
    [orderDate("2024-02-30")],
    [["schema/type", `${order}/OrderDate`]],
  ),
  row("operator", "29 February of a common year", [orderDate("1900-02-29")], [["schema/type", `${order}/OrderDate`]]),
  row("operator", "29 February of a leap year", [orderDate("2000-02-29")]),
  row("operator", "an OrderDate in Russian", [orderDate("15.01.2024")], [["schema/type", `${order}/OrderDate`]]),
  row(
    "operator",
    "an OrderDate with white space around it",
    [orderDate("\n 2024-01-15 ")],
    [],
    "libxml2 does not collapse the white space around dates, as XML Schema part 2, 4.3.6 has it",
  ),
  row(
    "operator",
    "an OrderDate with an offset",
    [orderDate("2024-01-15+03:00")],
    [["rule/date-zone", `${order}/OrderDate`]],
  ),
  row("operator", "an OrderDate in UTC", [orderDate("2024-01-15Z")], [["rule/date-zone", `${order}/OrderDate`]]),
  row(
    "operator",
    "an OrderDate with an offset that does not exist",
    [orderDate("2024-01-15+14:30")],
    [
      ["schema/type", `${order}/OrderDate`],
      ["rule/date-zone", `${order}/OrderDate`],
    ],
  ),
  row("operator", "an empty OrderDate", [orderDate("")], [["schema/type", `${order}/OrderDate`]]),
  row(
    "operator",
    "kopecks with a fraction",
    [amount("12345.6")],
    [
      ["schema/digits", `${order}/Amount`],
      ["rule/amount-units", `${order}/Amount`],
    ],
  ),
  row("operator", "kopecks with a comma", [amount("12345,67")], [["schema/type", `${order}/Amount`]]),
  row("operator", "kopecks written like roubles", [amount("12345.00")], [["rule/amount-units", `${order}/Amount`]]),
  row("operator", "no kopecks", [amount("0")], [["rule/amount-zero", `${order}/Amount`]]),
  row("operator", "negative kopecks", [amount("-1")], [["schema/range", `${order}/Amount`]]),
  row("operator", "kopecks with a plus", [amount("+1")]),
  row("operator", "kopecks with leading zeros", [amount("00000000000000000000000001")]),
  row("operator", "kopecks of 16 digits", [amount("9999999999999999")]),
  row("operator", "kopecks of 17 digits", [amount("10000000000000000")], [["schema/digits", `${order}/Amount`]]),
  row("operator", "kopecks with an exponent", [amount("1e3")], [["schema/type", `${order}/Amount`]]),
  row("operator", "empty kopecks", [amount("")], [["schema/type", `${order}/Amount`]]),
  row(
    "operator",
    "OnlinePayment false",
    [["<pb:OnlinePayment>true", "<pb:OnlinePayment>false"]],
    [["schema/fixed", `${order}/OnlinePayment`]],
  ),
  row(
    "operator",
    "OnlinePayment 1",
    [["<pb:OnlinePayment>true", "<pb:OnlinePayment>1"]],
    [["rule/boolean-form", `${order}/OnlinePayment`]],
    "libxml2 compares the text with the fixed one, the standard compares values",
  ),
  row(
    "operator",
    "OnlinePayment empty",
    [["<pb:OnlinePayment>true", "<pb:OnlinePayment>"]],
    [["rule/boolean-form", `${order}/OnlinePayment`]],
  ),
  row(
    "operator",
    "OnlinePayment yes",
    [["<pb:OnlinePayment>true", "<pb:OnlinePayment>yes"]],
    [
      ["schema/type", `${order}/OnlinePayment`],
      ["rule/boolean-form", `${order}/OnlinePayment`],
    ],
  ),
  row(
    "operator",
    "no recipient",
    [[/<pb:RecipientInfo.*?<\/pb:RecipientInfo>/, ""]],
    [["schema/element-missing", recipient]],
  ),
  row(
    "operator",
    "an INN of 9 digits",
    [[/(?<=<org:INN[^>]*>)\d+/, "123456789"]],
    [["schema/pattern", `${recipient}/INN`]],
  ),
  row(
    "operator",
    "an INN in Arabic digits",
    [[/(?<=<org:INN[^>]*>)\d+/, "٧٧٠٧٠٨٣٨٩٣"]],
    [["rule/digit-script", `${recipient}/INN`]],
  ),
  row(
    "operator",
    "two names of the recipient",
    [["</pb:Entpr>", "</pb:Entpr><pb:EntprFIO>Петров</pb:EntprFIO>"]],
    [["schema/element-choice", `${recipient}/EntprFIO`]],
  ),
  row(
    "operator",
    "no name of the recipient",
    [[/<pb:Entpr>.*?<\/pb:Entpr>/, ""]],
    [["schema/element-missing", `${recipient}/Entpr`]],
  ),
  row(
    "operator",
    "no first name",
    [[/<ind:FirstName.*?<\/ind:FirstName>/, ""]],
    [["schema/element-missing", `${recipient}/Entpr/FirstName`]],
  ),
  row(
    "operator",
    "an empty bank name",
    [["<pb:BankName>ПАО Банк", "<pb:BankName>"]],
    [["schema/length", `${recipient}/PaymentInformation/BankName`]],
  ),
  row("operator", "a bank name of 255 characters", [["<pb:BankName>ПАО Банк", `<pb:BankName>${"Б".repeat(255)}`]]),
  row(
    "operator",
    "a bank name of 256 characters",
    [["<pb:BankName>ПАО Банк", `<pb:BankName>${"Б".repeat(256)}`]],
    [["schema/length", `${recipient}/PaymentInformation/BankName`]],
  ),
  row(
    "operator",
    "a BIC of 8 digits",
    [["<pb:BankBIK>044525225", "<pb:BankBIK>04452522"]],
    [["schema/pattern", `${recipient}/PaymentInformation/BankBIK`]],
  ),
  row(
    "operator",
    "operatingAccountNumber with a capital",
    [[/pb:operatingAccountNumber/g, "pb:OperatingAccountNumber"]],
    [
      ["schema/element-unknown", `${recipient}/PaymentInformation/OperatingAccountNumber`],
      ["schema/element-missing", `${recipient}/PaymentInformation/operatingAccountNumber`],
      [
        "schema/element-unknown",
        "NotificationOfOrderExecutionType[2]/RecipientInfo/PaymentInformation/OperatingAccountNumber",
      ],
      [
        "schema/element-missing",
        "NotificationOfOrderExecutionType[2]/RecipientInfo/PaymentInformation/operatingAccountNumber",
      ],
    ],
  ),
  row(
    "operator",
    "a letter in the KBK",
    [["<pb:KBK>1", "<pb:KBK>A"]],
    [["schema/pattern", `${recipient}/PaymentInformation/KBK`]],
  ),
  row(
    "operator",
    "an OKTMO of 11 digits",
    [["<pb:OKTMO>45379000", "<pb:OKTMO>45379000123"]],
    [["schema/length", `${recipient}/PaymentInformation/OKTMO`]],
  ),
  row("operator", "a purpose of 1000 characters beyond the basic plane", [
    [/<pb:PaymentPurpose>[^<]*/, `<pb:PaymentPurpose>${"\u{1f3e0}".repeat(1000)}`],
  ]),
  row(
    "operator",
    "a purpose of 1001 characters",
    [[/<pb:PaymentPurpose>[^<]*/, `<pb:PaymentPurpose>${"x".repeat(1001)}`]],
    [["schema/length", `${order}/PaymentPurpose`]],
  ),
  row(
    "operator",
    "a control character of a wrong decoding",
    [["<pb:PaymentPurpose>", "<pb:PaymentPurpose>\u0085"]],
    [["rule/suspect-character", `${order}/PaymentPurpose`]],
  ),
  row("operator", "an empty comment", [[/<pb:Comment>[^<]*/, "<pb:Comment>"]], [["schema/length", `${order}/Comment`]]),
  row(
    "operator",
    "a PaymentDocumentID of 17 characters",
    [["00АА000000-01-4011", "00АА000000-01-401"]],
    [["schema/length", `${order}/PaymentDocumentID`]],
  ),
  row(
    "operator",
    "a document number without letters and digits",
    [[">ПД-1<", ">--<"]],
    [["schema/pattern", `${order}/PaymentDocumentNumber`]],
  ),
  row(
    "operator",
    "a year without a month",
    [["<base:Month>1</base:Month>", ""]],
    [["schema/element-missing", `${order}/Month`]],
  ),
  row(
    "operator",
    "the month before the year",
    [
      [
        "<base:Year>2024</base:Year><base:Month>1</base:Month>",
        "<base:Month>1</base:Month><base:Year>2024</base:Year>",
      ],
    ],
    [["schema/element-order", `${order}/Year`]],
  ),
  row("operator", "month 13", [["<base:Month>1<", "<base:Month>13<"]], [["schema/range", `${order}/Month`]]),
  row("operator", "month 01", [["<base:Month>1<", "<base:Month>01<"]]),
  row("operator", "year 1919", [["<base:Year>2024<", "<base:Year>1919<"]], [["schema/range", `${order}/Year`]]),
  row("operator", "year 99999", [["<base:Year>2024<", "<base:Year>99999<"]], [["schema/type", `${order}/Year`]]),
  row(
    "operator",
    "nothing that tells what is paid",
    [[/<acc:AccountNumber[^>]*>000123<\/acc:AccountNumber>(?=<\/pb:OrderInfo><base:TransportGUID>[^<]*2<)/, ""]],
    [["rule/subject-missing", "NotificationOfOrderExecutionType[2]/OrderInfo"]],
  ),
  row(
    "operator",
    "an empty Service",
    [[/<acc:ServiceID.*?<\/acc:ServiceID>/, ""]],
    [["schema/element-missing", `${order}/Service/ServiceID`]],
  ),
  row(
    "operator",
    "a flat and non-residential premises",
    [["</pb:Placement>", "</pb:Placement><pb:NonLivingApartment>1</pb:NonLivingApartment>"]],
    [["schema/element-choice", `${order}/AddressAndConsumer/NonLivingApartment`]],
  ),
  row("operator", "a room without a flat", [["<pb:Apartment>12</pb:Apartment>", ""]]),
  row(
    "operator",
    "a room of a block without the block",
    [
      [
        "<pb:Apartment>12</pb:Apartment><pb:Placement>1</pb:Placement>",
        "<pb:ResidentialBlockRoom>1</pb:ResidentialBlockRoom>",
      ],
    ],
    [["schema/element-missing", `${order}/AddressAndConsumer/ResidentialBlock`]],
  ),
  row(
    "operator",
    "an address without a consumer",
    [[/<pb:Ind>.*?<\/pb:Ind>/, ""]],
    [["schema/element-missing", `${order}/AddressAndConsumer/Ind`]],
  ),
  row(
    "operator",
    "an element that nobody knows",
    [["<pb:OrderNum>", "<pb:Fee><pb:OrderID/></pb:Fee><pb:OrderNum>"]],
    [["schema/element-unknown", `${order}/Fee`]],
  ),
  row(
    "operator",
    "OrderNum in the namespace of the request",
    [["<pb:OrderNum>42</pb:OrderNum>", "<pay:OrderNum>42</pay:OrderNum>"]],
    [["schema/element-namespace", `${order}/OrderNum`]],
  ),
  row(
    "operator",
    "a child in a text element",
    [["<pb:OrderNum>42", "<pb:OrderNum>42<pb:x/>"]],
    [["schema/element-unknown", `${order}/OrderNum/x`]],
  ),
  row("operator", "text between elements", [["<pb:OrderNum>", "и <pb:OrderNum>"]], [["schema/text-unexpected", order]]),
  row("operator", "white space, comments and instructions between elements", [
    ["<pb:OrderNum>", "\n\t<!-- и --><?x y?><pb:OrderNum>"],
  ]),
  row("operator", "a comment and CDATA inside of a value", [
    ["<pb:OrderNum>42", "<pb:OrderNum>4<!-- и --><![CDATA[2]]>"],
  ]),
  row(
    "operator",
    "white space around a value",
    [[">000123<", "> 000123<"]],
    [["rule/white-space", `${order}/AccountNumber`]],
  ),
  row(
    "operator",
    "an attribute that nobody knows",
    [["<pb:Amount>", '<pb:Amount currency="RUB">']],
    [["schema/attribute-unknown", `${order}/Amount/@currency`]],
  ),
  row(
    "operator",
    "a language",
    [["<pb:Comment>", '<pb:Comment xml:lang="ru">']],
    [["schema/attribute-unknown", `${order}/Comment/@lang`]],
  ),
  row(
    "operator",
    "the version of the schema set",
    [['base:version="10.0.1.1"', 'base:version="16.3.0.0"']],
    [["schema/fixed", "Request/@version"]],
    "libxml2 does not enforce the fixed value of an attribute that is referred to",
  ),
  row(
    "operator",
    "the version in no namespace",
    [["base:version", "version"]],
    [
      ["schema/attribute-unknown", "Request/@version"],
      ["schema/attribute-missing", "Request/@version"],
    ],
  ),
  row("operator", "no version", [[' base:version="10.0.1.1"', ""]], [["schema/attribute-missing", "Request/@version"]]),
  row("operator", "no Id", [[' Id="packet"', ""]], [["rule/id-missing", "Request/@Id"]]),
  row("operator", "a hint where the schema is", [
    [' Id="packet"', ` Id="packet" ${xsi} xsi:schemaLocation="urn:a b.xsd"`],
  ]),
  row(
    "operator",
    "xsi:type of the right type",
    [["<pb:OrderDate>", `<pb:OrderDate ${xsi} xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:date">`]],
    [["rule/xsi-type", `${order}/OrderDate/@type`]],
  ),
  row(
    "operator",
    "xsi:nil",
    [[/<pb:OrderNum>42/, `<pb:OrderNum ${xsi} xsi:nil="false">42`]],
    [["schema/attribute-unknown", `${order}/OrderNum/@nil`]],
  ),
  row("operator", "signed", [signed(signedInfo + value)]),
  row(
    "operator",
    "a signature without its value",
    [signed(signedInfo)],
    [["schema/element-missing", "Signature/SignatureValue"]],
  ),
  row(
    "operator",
    "a signature that is not base64",
    [signed(`${signedInfo}<ds:SignatureValue>!</ds:SignatureValue>`)],
    [["schema/type", "Signature/SignatureValue"]],
    strayBase64,
  ),
  row(
    "operator",
    "two signatures",
    [signed(signedInfo + value), signed(signedInfo + value)],
    [["schema/element-repeated", "Signature"]],
  ),
  row(
    "operator",
    "the signature last",
    [["</pay:importNotifications", `${signature(signedInfo + value)}</pay:importNotifications`]],
    [["schema/element-order", "Signature"]],
  ),
  row(
    "operator",
    "properties in the signature, with a bad digest in them",
    [
      signed(
        `${signedInfo}${value}<ds:Object><x:Properties xmlns:x="urn:x"><x:y/>text<ds:DigestValue>!</ds:DigestValue></x:Properties></ds:Object>`,
      ),
    ],
    [["schema/type", "Signature/Object[1]/Properties/DigestValue"]],
    strayBase64,
  ),
  row(
    "operator",
    "an Id twice in the signature",
    [
      signed(
        signedInfo.replace("<ds:SignedInfo", '<ds:SignedInfo Id="a"') +
          value.replace("<ds:SignatureValue", '<ds:SignatureValue Id="a"'),
      ),
    ],
    [["schema/key", "Signature/SignatureValue/@Id"]],
  ),
];

const operator139Cases: readonly ValidationCase[] = [
  row("operator139", "as it is written", []),
  row(
    "operator139",
    "a service without its GUID",
    [[/<pb:ServiceIDGUID>.*?<\/pb:ServiceIDGUID>/, ""]],
    [["schema/element-missing", "OrderInfo/ServiceIDGUID"]],
  ),
  row(
    "operator139",
    "a service and a document",
    [
      [
        "</pb:ServiceIDGUID>",
        `</pb:ServiceIDGUID><bills:PaymentDocumentID xmlns:bills="http://dom.gosuslugi.ru/schema/integration/bills-base/">00АА000000-01-4011</bills:PaymentDocumentID>`,
      ],
    ],
    [["schema/element-choice", "OrderInfo/PaymentDocumentID"]],
  ),
  row(
    "operator139",
    "MonthAndYear with the month first",
    [
      [
        "<base:Year>2024</base:Year><base:Month>1</base:Month>",
        "<base:Month>1</base:Month><base:Year>2024</base:Year>",
      ],
    ],
    [["schema/element-order", "MonthAndYear/Year"]],
  ),
];

const supplierCases: readonly ValidationCase[] = [
  row("supplier", "as it is written", []),
  whole("supplier: 250 notifications", request("supplier", many(250, fullSupplierPayment))),
  whole(
    "supplier: 251 notifications",
    request("supplier", many(250, fullSupplierPayment)).replace(
      "</pay:importSupplier",
      () => `${itemOf(request("supplier", [fullSupplierPayment(250)]))}</pay:importSupplier`,
    ),
    [["schema/element-repeated", "SupplierNotificationOfOrderExecution[251]"]],
  ),
  row(
    "supplier",
    "roubles without decimals",
    [roubles("1234567")],
    [["rule/amount-decimals", `${supplierItem}/Amount`]],
  ),
  row("supplier", "roubles with one decimal", [roubles("12345.6")], [["schema/pattern", `${supplierItem}/Amount`]]),
  row(
    "supplier",
    "roubles with three decimals",
    [roubles("12345.670")],
    [["schema/pattern", `${supplierItem}/Amount`]],
  ),
  row("supplier", "no roubles", [roubles("0.00")], [["rule/amount-zero", `${supplierItem}/Amount`]]),
  row("supplier", "roubles of 13 digits", [roubles("99999999999.99")]),
  row("supplier", "roubles of 14 digits", [roubles("100000000000.01")], [["schema/digits", `${supplierItem}/Amount`]]),
  row("supplier", "roubles with a plus", [roubles("+1.00")], [["schema/pattern", `${supplierItem}/Amount`]]),
  row("supplier", "roubles with white space around them", [roubles(" 1.00\n")]),
  row(
    "supplier",
    "a document and a service",
    [
      [
        "<acc:ServiceID",
        `<bills:PaymentDocumentID xmlns:bills="http://dom.gosuslugi.ru/schema/integration/bills-base/">00АА000000-01-4011</bills:PaymentDocumentID><acc:ServiceID`,
      ],
    ],
    [["schema/element-choice", `${supplierItem}/ServiceID`]],
  ),
  row(
    "supplier",
    "neither a document nor a service",
    [[/<acc:ServiceID.*?<\/acc:ServiceID>/, ""]],
    [["schema/element-missing", `${supplierItem}/PaymentDocumentID`]],
  ),
  row(
    "supplier",
    "the year before the month",
    [
      [
        "<base:Month>1</base:Month><base:Year>2024</base:Year>",
        "<base:Year>2024</base:Year><base:Month>1</base:Month>",
      ],
    ],
    [["schema/element-order", `${supplierItem}/OrderPeriod/Month`]],
  ),
  row(
    "supplier",
    "OnlinePayment before Amount",
    [
      ["<pay:OnlinePayment>true</pay:OnlinePayment>", ""],
      ["<pay:Amount>", "<pay:OnlinePayment>true</pay:OnlinePayment><pay:Amount>"],
    ],
    [["schema/element-order", `${supplierItem}/Amount`]],
  ),
  row(
    "supplier",
    "an element in the namespace of the other form",
    [[/pay:OrderDate/g, "base:OrderDate"]],
    [
      ["schema/element-namespace", `${supplierItem}/OrderDate`],
      ["schema/element-missing", `${supplierItem}/OrderDate`],
      ["schema/element-namespace", "SupplierNotificationOfOrderExecution[2]/OrderDate"],
      ["schema/element-missing", "SupplierNotificationOfOrderExecution[2]/OrderDate"],
    ],
  ),
];

const cancellationCases: readonly ValidationCase[] = [
  row("cancellation", "as it is written", []),
  row(
    "cancellation",
    "an OrderID twice",
    [[/0{31}2/, `${"0".repeat(31)}1`]],
    [["rule/order-id-repeated", "NotificationOfOrderExecutionCancellation[2]/OrderID"]],
  ),
  row("cancellation", "an OrderID of one character", [[/(?<=<pb:OrderID[^>]*>)0+1/, "1"]]),
  row(
    "cancellation",
    "an OrderID of 33 characters",
    [[/(?<=<pb:OrderID[^>]*>)0+1/, "1".repeat(33)]],
    [["schema/length", "NotificationOfOrderExecutionCancellation[1]/OrderID"]],
  ),
  row(
    "cancellation",
    "a date with a zone",
    [[">2024-01-20<", ">2024-01-20Z<"]],
    [["rule/date-zone", "CancellationDate"]],
  ),
  row("cancellation", "a TransportGUID twice", [[`>${guid(2)}<`, `>${guid(1)}<`]], [["schema/key", "TransportGUID"]]),
];

const stateCases: readonly ValidationCase[] = [
  row("poll", "as it is written", []),
  row("poll", "an Id", [["<b:getStateRequest", '<b:getStateRequest Id="a"']], [["schema/attribute-unknown", "/@Id"]]),
  row("poll", "a GUID of another version of the alphabet", [[`>6f`, ">зf"]], [["schema/pattern", "/MessageGUID"]]),
  row("state", "as it is written", []),
  row("state", "RequestState 4", [["RequestState>3", "RequestState>4"]], [["schema/enumeration", "/RequestState"]]),
  row("state", "RequestState 3.0", [["RequestState>3", "RequestState>3.0"]], [["schema/type", "/RequestState"]]),
  row("state", "RequestState with white space around it", [["RequestState>3", "RequestState> 3\n"]]),
  row("state", "RequestState 03", [["RequestState>3", "RequestState>03"]]),
  row("state", "RequestState done", [["RequestState>3", "RequestState>done"]], [["schema/type", "/RequestState"]]),
  row(
    "state",
    "done with neither a result nor an error",
    [[/<pay:ImportResult>.*<\/pay:ImportResult>/, ""]],
    [["rule/state-without-outcome", "/RequestState"]],
  ),
  row(
    "state",
    "in process with a result",
    [["RequestState>3", "RequestState>2"]],
    [["rule/state-early-outcome", "/RequestState"]],
  ),
  row("state", "in process", [
    ["RequestState>3", "RequestState>2"],
    [/<pay:ImportResult>.*<\/pay:ImportResult>/, ""],
  ]),
  row("state", "an error of the packet", [
    [
      /<pay:ImportResult>.*<\/pay:ImportResult>/,
      "<base:ErrorMessage><base:ErrorCode/><base:Description/></base:ErrorMessage>",
    ],
  ]),
  row(
    "state",
    "an error of the packet and results",
    [
      [
        "</pay:getStateResult>",
        "<base:ErrorMessage><base:ErrorCode/><base:Description/></base:ErrorMessage></pay:getStateResult>",
      ],
    ],
    [["schema/element-choice", "/ErrorMessage"]],
  ),
  row(
    "state",
    "two results of one payment",
    [[`TransportGUID>${guid(2)}`, `TransportGUID>${guid(1).toUpperCase()}`]],
    [["rule/result-repeated", "ImportResult[2]/TransportGUID"]],
  ),
  row(
    "state",
    "a loaded payment without a GUID",
    [[/<base:GUID>.*?<\/base:GUID>/, ""]],
    [["rule/result-without-guid", "ImportResult[1]/GUID"]],
  ),
  row(
    "state",
    "a result without a TransportGUID",
    [[/<base:TransportGUID>.*?<\/base:TransportGUID>/, ""]],
    [["schema/element-missing", "ImportResult[1]/TransportGUID"]],
  ),
  row(
    "state",
    "a date for the moment of loading",
    [[/(?<=<base:UpdateDate>)[^<]*/, "2024-01-16"]],
    [["schema/type", "ImportResult[1]/UpdateDate"]],
  ),
  row("state", "midnight at the end of a day", [[/(?<=<base:UpdateDate>)[^<]*/, "2024-01-16T24:00:00"]]),
  row(
    "state",
    "the 25th hour",
    [[/(?<=<base:UpdateDate>)[^<]*/, "2024-01-16T25:00:00"]],
    [["schema/type", "ImportResult[1]/UpdateDate"]],
  ),
  row(
    "state",
    "an error of a loaded payment",
    [["</base:UpdateDate>", "</base:UpdateDate><base:Error><base:ErrorCode/><base:Description/></base:Error>"]],
    [["schema/element-choice", "ImportResult[1]/Error[1]"]],
  ),
  row(
    "state",
    "an error without a description",
    [[/<base:Description>.*?<\/base:Description>/, ""]],
    [["schema/element-missing", "ImportResult[2]/Error[1]/Description"]],
  ),
  row("state", "many errors of one payment", [
    ["</base:Error>", `</base:Error>${"<base:Error><base:ErrorCode/><base:Description/></base:Error>".repeat(50)}`],
  ]),
];

const envelopeCases: readonly ValidationCase[] = [
  row("envelope", "as it is written", []),
  row(
    "envelope",
    "no header of the request",
    [[/<base:RequestHeader.*?<\/base:RequestHeader>/, ""]],
    [["rule/header-missing", "/Envelope/Header/RequestHeader"]],
  ),
  row(
    "envelope",
    "no MessageGUID",
    [[/<base:MessageGUID>.*?<\/base:MessageGUID>/, ""]],
    [["schema/element-missing", "/Envelope/Header/RequestHeader/MessageGUID"]],
  ),
  row(
    "envelope",
    "IsOperatorSignature false",
    [["IsOperatorSignature>true", "IsOperatorSignature>false"]],
    [["schema/fixed", "/IsOperatorSignature"]],
  ),
  row(
    "envelope",
    "two kinds of sender",
    [["<base:orgPPAGUID>", `<base:SenderID>${guid(5)}</base:SenderID><base:orgPPAGUID>`]],
    [["schema/element-choice", "/orgPPAGUID"]],
  ),
  row(
    "envelope",
    "a date without a time",
    [[/(?<=<base:Date>)[^<]*/, "2024-01-16"]],
    [["schema/type", "RequestHeader/Date"]],
  ),
  row(
    "envelope",
    "two messages",
    [
      [
        "</soapenv:Body>",
        `<base:getStateRequest xmlns:base="http://dom.gosuslugi.ru/schema/integration/base/"><base:MessageGUID>${guid(1)}</base:MessageGUID></base:getStateRequest></soapenv:Body>`,
      ],
    ],
    [["schema/element-choice", "/Body/getStateRequest"]],
  ),
  row(
    "envelope",
    "an empty body",
    [[/(?<=<soapenv:Body>).*(?=<\/soapenv:Body>)/, ""]],
    [["schema/element-missing", "/Body/importNotificationsOfOrderExecutionRequest"]],
  ),
  row("pollEnvelope", "as it is written", []),
];

/** The item of a request with one item. */
function itemOf(xml: string): string {
  return xml.slice(xml.indexOf(">") + 1, xml.lastIndexOf("<"));
}

/** What the schema and the rules that it misses say of messages, right and wrong. */
export const validationCases: readonly ValidationCase[] = [
  ...operatorCases,
  ...operator139Cases,
  ...supplierCases,
  ...cancellationCases,
  ...stateCases,
  ...envelopeCases,
];
