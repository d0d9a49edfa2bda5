import {
  GisError,
  type GisPayment,
  packetLimits,
  soapActionOf,
  writeCancellationRequest,
  writeImportRequest,
} from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import {
  fullCancellation,
  fullOperator139Payment,
  fullOperatorPayment,
  fullSupplierPayment,
  guid,
  operatorPayment,
} from "../../wire-fixtures.js";

const integration = "http://dom.gosuslugi.ru/schema/integration";
const ns = (prefix: string, name: string) => `xmlns:${prefix}="${integration}/${name}/"`;
const [acc, base, bills, ind, org, pay, pb] = [
  ns("acc", "account-base"),
  ns("base", "base"),
  ns("bills", "bills-base"),
  ns("ind", "individual-registry-base"),
  ns("org", "organizations-base"),
  ns("pay", "payment"),
  ns("pb", "payments-base"),
];

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

describe("an import request", () => {
  test("of the operator has every field in its place, kopecks and canonical declarations", () => {
    const { canonical } = writeImportRequest({
      profile: "operator",
      id: "packet-1",
      payments: [fullOperatorPayment(7)],
    });
    expect(text(canonical)).toBe(
      `<pay:importNotificationsOfOrderExecutionRequest ${base} ${pay} Id="packet-1" base:version="10.0.1.1">` +
        "<pay:NotificationOfOrderExecutionType>" +
        `<pb:SupplierInfo ${pb}><pb:SupplierID>payer-1</pb:SupplierID>` +
        "<pb:SupplierName>Иванов И. И.</pb:SupplierName></pb:SupplierInfo>" +
        `<pb:RecipientInfo ${pb}><org:INN ${org}>500100732259</org:INN>` +
        `<pb:Entpr><ind:Surname ${ind}>Петров</ind:Surname><ind:FirstName ${ind}>Пётр</ind:FirstName>` +
        `<ind:Patronymic ${ind}>Петрович</ind:Patronymic></pb:Entpr>` +
        "<pb:PaymentInformation><pb:RecipientINN>500100732259</pb:RecipientINN>" +
        "<pb:RecipientKPP>770701001</pb:RecipientKPP><pb:BankName>ПАО Банк</pb:BankName>" +
        "<pb:PaymentRecipient>ИП Петров</pb:PaymentRecipient><pb:BankBIK>044525225</pb:BankBIK>" +
        "<pb:operatingAccountNumber>40802810400000000001</pb:operatingAccountNumber>" +
        "<pb:CorrespondentBankAccount>30101810400000000225</pb:CorrespondentBankAccount>" +
        "<pb:KBK>18210101011011000110</pb:KBK><pb:OKTMO>45379000</pb:OKTMO>" +
        "<pb:NumberBudgetaryAccount>03100643000000017300</pb:NumberBudgetaryAccount></pb:PaymentInformation>" +
        `</pb:RecipientInfo><pb:OrderInfo ${pb}><pb:OrderID>00000000000000000000000000000007</pb:OrderID>` +
        "<pb:OrderDate>2024-01-15</pb:OrderDate><pb:OrderNum>42</pb:OrderNum><pb:Amount>1234567</pb:Amount>" +
        "<pb:PaymentPurpose>ЖКУ за январь &amp; &lt;доплата&gt;</pb:PaymentPurpose>" +
        "<pb:OnlinePayment>true</pb:OnlinePayment><pb:Comment>без&#xD;замечаний</pb:Comment>" +
        `<bills:PaymentDocumentID ${bills}>00АА000000-01-4011</bills:PaymentDocumentID>` +
        `<bills:PaymentDocumentNumber ${bills}>ПД-1</bills:PaymentDocumentNumber>` +
        "<base:Year>2024</base:Year><base:Month>1</base:Month>" +
        `<acc:UnifiedAccountNumber ${acc}>00АА000000</acc:UnifiedAccountNumber>` +
        `<pb:AddressAndConsumer><pb:FIASHouseGuid>${guid(1_000_000)}</pb:FIASHouseGuid>` +
        "<pb:Apartment>12</pb:Apartment><pb:Placement>1</pb:Placement>" +
        `<pb:Ind><ind:Surname ${ind}>Иванов</ind:Surname><ind:FirstName ${ind}>Иван</ind:FirstName>` +
        `<ind:Patronymic ${ind}>Иванович</ind:Patronymic></pb:Ind></pb:AddressAndConsumer>` +
        `<pb:Service><acc:ServiceID ${acc}>00АА000000-01</acc:ServiceID></pb:Service>` +
        `<acc:AccountNumber ${acc}>000123</acc:AccountNumber></pb:OrderInfo>` +
        `<base:TransportGUID>${guid(7)}</base:TransportGUID>` +
        "</pay:NotificationOfOrderExecutionType></pay:importNotificationsOfOrderExecutionRequest>",
    );
  });

  test("by identifiers has the period as MonthAndYear, year first", () => {
    const { canonical } = writeImportRequest({
      profile: "operator139",
      id: "a",
      payments: [fullOperator139Payment(1)],
    });
    expect(text(canonical)).toContain(
      "<pb:MonthAndYear><base:Year>2024</base:Year><base:Month>1</base:Month></pb:MonthAndYear>" +
        `<acc:ServiceID ${acc}>00АА000000-01</acc:ServiceID><pb:ServiceIDGUID>${guid(2_000_000)}</pb:ServiceIDGUID>` +
        `<pb:PaymentInformationGUID>${guid(3_000_000)}</pb:PaymentInformationGUID></pb:OrderInfo>`,
    );
  });

  test("of the supplier has roubles with two decimals and the period month first", () => {
    const { canonical } = writeImportRequest({ profile: "supplier", id: "a", payments: [fullSupplierPayment(1)] });
    expect(text(canonical)).toContain(
      "<pay:SupplierNotificationOfOrderExecution><pay:OrderDate>2024-01-15</pay:OrderDate>" +
        "<pay:OrderPeriod><base:Month>1</base:Month><base:Year>2024</base:Year></pay:OrderPeriod>" +
        `<acc:ServiceID ${acc}>00АА000000-01</acc:ServiceID><pay:Amount>12345.67</pay:Amount>` +
        `<pay:OnlinePayment>true</pay:OnlinePayment><base:TransportGUID>${guid(1)}</base:TransportGUID>`,
    );
  });

  test.each([
    [1n, "1", "0.01"],
    [100n, "100", "1.00"],
    [9_999_999_999_999n, "9999999999999", "99999999999.99"],
  ])("writes %s kopecks as %s for an operator and as %s for a supplier", (amountKopecks, kopecks, roubles) => {
    const operator = writeImportRequest({
      profile: "operator",
      id: "a",
      payments: [operatorPayment(1, { amountKopecks })],
    });
    const supplier = writeImportRequest({
      profile: "supplier",
      id: "a",
      payments: [fullSupplierPayment(1, { amountKopecks })],
    });
    expect(text(operator.canonical)).toContain(`<pb:Amount>${kopecks}</pb:Amount>`);
    expect(text(supplier.canonical)).toContain(`<pay:Amount>${roubles}</pay:Amount>`);
  });

  test("says where its signature goes and what is declared there", () => {
    const { canonical, signatureOffset, namespaces, id } = writeImportRequest({
      profile: "supplier",
      id: "packet-1",
      payments: [fullSupplierPayment(1)],
    });
    expect(text(canonical.subarray(0, signatureOffset))).toBe(
      `<pay:importSupplierNotificationsOfOrderExecutionRequest ${base} ${pay} Id="packet-1" base:version="10.0.1.1">`,
    );
    expect(id).toBe("packet-1");
    expect([...namespaces]).toEqual([
      ["base", `${integration}/base/`],
      ["pay", `${integration}/payment/`],
    ]);
  });

  test("leaves out what is not given, groups included", () => {
    const { canonical } = writeImportRequest({
      profile: "operator",
      id: "a",
      payments: [operatorPayment(1, { payer: {}, comment: undefined })],
    });
    expect(text(canonical)).not.toMatch(/SupplierInfo|Comment|AddressAndConsumer|pb:Service>|<base:Year>/);
  });

  test.each(["operator", "operator139", "supplier"] as const)(
    "of the profile %s holds as many payments as its limit",
    (profile) => {
      const payment: Record<typeof profile, (sequence: number) => GisPayment> = {
        operator: operatorPayment,
        operator139: fullOperator139Payment,
        supplier: fullSupplierPayment,
      };
      const payments = Array.from({ length: packetLimits[profile] }, (_, index) => payment[profile](index));
      expect(() => writeImportRequest({ profile, id: "a", payments })).not.toThrow();
      expect(() => writeImportRequest({ profile, id: "a", payments: [...payments, payment[profile](9_999)] })).toThrow(
        expect.objectContaining({ code: "GIS_LIMIT_EXCEEDED" }),
      );
      expect(() => writeImportRequest({ profile, id: "a", payments: [] })).toThrow(
        expect.objectContaining({ code: "GIS_LIMIT_EXCEEDED" }),
      );
    },
  );

  test("refuses a payment of another profile", () => {
    const payments = [operatorPayment(1), fullSupplierPayment(2)];
    expect(() => writeImportRequest({ profile: "operator", id: "a", payments })).toThrow(
      expect.objectContaining({ code: "GIS_PAYMENT_INVALID", details: { index: 1, profile: "operator" } }),
    );
  });

  test("refuses a value of the wrong type and names its payment and property", () => {
    const wrong = { ...operatorPayment(2), amountKopecks: 1.5 } as unknown as GisPayment;
    expect(() => writeImportRequest({ profile: "operator", id: "a", payments: [operatorPayment(1), wrong] })).toThrow(
      expect.objectContaining({
        code: "GIS_PAYMENT_INVALID",
        message: "Item 2: /amountKopecks must be of the type bigint",
        details: { index: 1, path: "/amountKopecks" },
      }),
    );
  });

  test("refuses a text where an object belongs, rather than leave it out", () => {
    const wrong = { ...operatorPayment(1), payer: "Иванов" } as unknown as GisPayment;
    expect(() => writeImportRequest({ profile: "operator", id: "a", payments: [wrong] })).toThrow(
      expect.objectContaining({ code: "GIS_PAYMENT_INVALID", message: "Item 1: /payer must be of the type object" }),
    );
  });

  test.each(["\u0000", "\u0008", "\u001f", "\ud800", "\udfff", "\ufffe", "\uffff"])(
    "refuses the character %j, which XML 1.0 cannot carry",
    (character) => {
      const payments = [operatorPayment(1, { purpose: `Оплата${character}` })];
      expect(() => writeImportRequest({ profile: "operator", id: "a", payments })).toThrow(
        expect.objectContaining({ code: "GIS_XML_INVALID" }),
      );
    },
  );

  test("carries characters outside of the basic plane, tabs and line feeds as they are", () => {
    const purpose = "\u{1f3e0}\t\n\u{10ffff}";
    const { canonical } = writeImportRequest({
      profile: "operator",
      id: "a",
      payments: [operatorPayment(1, { purpose })],
    });
    expect(text(canonical)).toContain(`<pb:PaymentPurpose>${purpose}</pb:PaymentPurpose>`);
  });

  test.each(["", "1a", "a b", 'a"b', "ä", "a".repeat(129)])("refuses the Id %j", (id) => {
    expect(() => writeImportRequest({ profile: "operator", id, payments: [operatorPayment(1)] })).toThrow(
      expect.objectContaining({ code: "GIS_OPTIONS_INVALID" }),
    );
  });

  test("does not repeat personal data in its errors", () => {
    const payments = [operatorPayment(1, { purpose: "Иванов\u0000" })];
    const failure = failureOf(() => writeImportRequest({ profile: "operator", id: "a", payments }));
    expect(JSON.stringify(failure.toJSON())).not.toContain("Иванов");
  });
});

describe("a cancellation request", () => {
  test("has its fields in the order of the schema", () => {
    const { canonical } = writeCancellationRequest({ id: "a", cancellations: [fullCancellation(5)] });
    expect(text(canonical)).toBe(
      `<pay:importNotificationsOfOrderExecutionCancellationRequest ${base} ${pay} Id="a" base:version="10.0.1.1">` +
        `<pay:NotificationOfOrderExecutionCancellation><pb:OrderID ${pb}>00000000000000000000000000000005</pb:OrderID>` +
        `<pb:CancellationDate ${pb}>2024-01-20</pb:CancellationDate><pb:Comment ${pb}>Ошибочный платёж</pb:Comment>` +
        `<base:TransportGUID>${guid(5)}</base:TransportGUID></pay:NotificationOfOrderExecutionCancellation>` +
        "</pay:importNotificationsOfOrderExecutionCancellationRequest>",
    );
  });

  test("holds 1 to 500 cancellations", () => {
    const cancellations = Array.from({ length: 501 }, (_, index) => fullCancellation(index));
    expect(() => writeCancellationRequest({ id: "a", cancellations })).toThrow(GisError);
    expect(() => writeCancellationRequest({ id: "a", cancellations: cancellations.slice(1) })).not.toThrow();
  });
});

test("a SOAPAction is a quoted urn", () => {
  expect(soapActionOf("getState")).toBe('"urn:getState"');
});

function failureOf(action: () => unknown): GisError {
  try {
    action();
  } catch (error) {
    if (GisError.is(error)) return error;
  }
  throw new Error("The action did not fail");
}
