import { type GisPayment, type PaymentCancellation, validateCancellation, validatePayment } from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import {
  fullCancellation,
  fullOperator139Payment,
  fullOperatorPayment,
  fullSupplierPayment,
  guid,
  operatorPayment,
} from "../../wire-fixtures.js";

/** Codes and paths of what is wrong with something that need not be a payment. */
function found(payment: unknown): readonly string[] {
  return validatePayment(payment as GisPayment).map(({ code, path }) => `${code} ${path}`);
}

describe("a payment that may be sent", () => {
  test.each([
    ["a full one of the operator", { ...fullOperatorPayment(1), comment: "без замечаний" }],
    ["a small one of the operator", operatorPayment(1)],
    ["a full one by identifiers", fullOperator139Payment(1)],
    ["a full one of the supplier", fullSupplierPayment(1)],
  ])("%s has no violations", (_, payment) => {
    expect(found(payment)).toEqual([]);
  });

  test("may give undefined for what it leaves out", () => {
    expect(found(operatorPayment(1, { purpose: undefined, period: undefined, payer: undefined }))).toEqual([]);
  });
});

describe("what is required of a payment", () => {
  test("of the operator", () => {
    expect(found({ profile: "operator" })).toEqual([
      "schema/element-missing /orderId",
      "schema/element-missing /orderDate",
      "schema/element-missing /amountKopecks",
      "rule/subject-missing /",
      "schema/element-missing /recipient",
      "schema/element-missing /transportGuid",
    ]);
  });

  test("of the operator's recipient", () => {
    expect(found({ ...operatorPayment(1), recipient: { inn: "7707083893" } })).toEqual([
      "schema/element-missing /recipient/entrepreneur",
      "schema/element-missing /recipient/requisites",
    ]);
  });

  test("by identifiers", () => {
    expect(found({ profile: "operator139" })).toEqual([
      "schema/element-missing /orderId",
      "schema/element-missing /orderDate",
      "schema/element-missing /amountKopecks",
      "schema/element-missing /service/id",
      "schema/element-missing /transportGuid",
    ]);
  });

  test("of the supplier", () => {
    expect(found({ profile: "supplier" })).toEqual([
      "schema/element-missing /orderDate",
      "schema/element-missing /paymentDocumentId",
      "schema/element-missing /amountKopecks",
      "schema/element-missing /transportGuid",
    ]);
  });
});

describe("what a payment must not have", () => {
  const supplier = fullSupplierPayment(1);
  const operator = operatorPayment(1);
  const { recipient } = fullOperatorPayment(1);

  test.each<[string, unknown, readonly string[]]>([
    ["another profile", { ...supplier, profile: "bank" }, ["schema/property-type /profile"]],
    ["a profile of Object", { ...supplier, profile: "toString" }, ["schema/property-type /profile"]],
    ["no object at all", null, ["schema/property-type /profile"]],
    ["a property of another profile", { ...supplier, purpose: "ЖКУ" }, ["schema/property-unknown /purpose"]],
    [
      "a property misspelt",
      { ...operator, recipient: { ...recipient, INN: "1" } },
      ["schema/property-unknown /recipient/INN"],
    ],
    ["a number of roubles", { ...supplier, amountKopecks: 12_345.67 }, ["schema/property-type /amountKopecks"]],
    ["a text of kopecks", { ...supplier, amountKopecks: "1234567" }, ["schema/property-type /amountKopecks"]],
    ["a Date", { ...supplier, orderDate: new Date(0) }, ["schema/property-type /orderDate"]],
    ["a month as a text", { ...supplier, period: { year: 2024, month: "1" } }, ["schema/property-type /period/month"]],
    ["a part of a month", { ...supplier, period: { year: 2024, month: 1.5 } }, ["schema/property-type /period/month"]],
    ["a text for the payer", { ...operator, payer: "Иванов" }, ["schema/property-type /payer"]],
    ["null for the period", { ...operator, period: null }, ["schema/property-type /period"]],
    ["null for a text", { ...operator, comment: null }, ["schema/property-type /comment"]],
    ["onlinePayment false", { ...supplier, onlinePayment: false }, ["schema/property-type /onlinePayment"]],
    [
      "both a document and a service",
      { ...supplier, paymentDocumentId: "00АА000000-01-4011" },
      ["schema/element-choice /serviceId"],
    ],
    [
      "two names of the recipient",
      { ...operator, recipient: { ...recipient, entrepreneurName: "Петров" } },
      ["schema/element-choice /recipient/entrepreneurName"],
    ],
    ["a year without a month", { ...supplier, period: { year: 2024 } }, ["schema/element-missing /period/month"]],
    [
      "a room of a block without the block",
      { ...operator, premises: { fiasHouseGuid: guid(1), residentialBlockRoom: "1", inn: "7707083893" } },
      ["schema/element-missing /premises/residentialBlock"],
    ],
    ["nothing that tells what is paid", { ...operator, accountNumber: undefined }, ["rule/subject-missing /"]],
    ["an amount of nothing", { ...supplier, amountKopecks: 0n }, ["rule/amount-zero /amountKopecks"]],
    ["a negative amount", { ...supplier, amountKopecks: -1n }, ["schema/range /amountKopecks"]],
    ["an amount beyond 13 digits", { ...supplier, amountKopecks: 10n ** 13n + 1n }, ["schema/digits /amountKopecks"]],
    ["an amount beyond everything", { ...operator, amountKopecks: 10n ** 100n }, ["schema/digits /amountKopecks"]],
    ["a date that does not exist", { ...supplier, orderDate: "2023-02-29" }, ["schema/type /orderDate"]],
    ["a date with a zone", { ...supplier, orderDate: "2024-01-15+03:00" }, ["rule/date-zone /orderDate"]],
    ["an OrderID with dashes", { ...operator, orderId: guid(1) }, ["schema/length /orderId"]],
    ["a purpose with a null character", { ...operator, purpose: "a\u0000" }, ["rule/control-character /purpose"]],
    ["a purpose with half of a character", { ...operator, purpose: "a\ud83c" }, ["rule/control-character /purpose"]],
    ["an empty comment", { ...operator, comment: "" }, ["schema/length /comment"]],
    [
      "an INN in Arabic digits",
      { ...operator, recipient: { ...recipient, inn: "٧٧٠٧٠٨٣٨٩٣" } },
      ["rule/digit-script /recipient/inn"],
    ],
  ])("%s", (_, payment, expected) => {
    expect(found(payment)).toEqual(expected);
  });

  test("unknown properties are named up to a number", () => {
    const strangers = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x${index}`, 1]));
    expect(found({ ...supplier, ...strangers })).toHaveLength(20);
  });
});

describe("a violation", () => {
  test("has a severity and a text in both languages, without the value", () => {
    const [violation] = validatePayment(operatorPayment(1, { purpose: " Иванов Иван" }));
    expect(violation).toEqual({
      code: "rule/white-space",
      severity: "warning",
      path: "/purpose",
      message: {
        en: "The value begins or ends with white space, which is kept",
        ru: "Значение начинается или оканчивается пробельным символом, который сохраняется",
      },
    });
  });

  test("says what the schema expects", () => {
    const [violation] = validatePayment(operatorPayment(1, { orderId: "1" }));
    expect(violation?.message).toEqual({
      en: "The length must be 32 characters",
      ru: "Допустимая длина, символов: 32",
    });
  });
});

describe("a cancellation", () => {
  test("has no violations as it should be", () => {
    expect(validateCancellation(fullCancellation(1))).toEqual([]);
  });

  test("is checked like a payment", () => {
    const cancellation = { orderId: "", cancellationDate: "2024-01-20Z", profile: "supplier" };
    expect(
      validateCancellation(cancellation as unknown as PaymentCancellation).map(({ code, path }) => `${code} ${path}`),
    ).toEqual([
      "schema/length /orderId",
      "rule/date-zone /cancellationDate",
      "schema/element-missing /transportGuid",
      "schema/property-unknown /profile",
    ]);
    expect(validateCancellation(null as unknown as PaymentCancellation)).toHaveLength(1);
  });
});
