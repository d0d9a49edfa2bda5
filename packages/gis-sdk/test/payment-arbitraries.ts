import type { GisPayment, GisProfile, PaymentCancellation } from "@opora/gis-sdk";
import fc from "fast-check";

/** Texts that XML can carry, of a length in characters, with everything that needs care in XML. */
export function xmlText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const unit = fc.oneof(
    fc.constantFrom(
      "&",
      "<",
      ">",
      '"',
      "'",
      "\r",
      "\n",
      "\t",
      " ",
      "]",
      "Я",
      "ё",
      "\u00a0",
      "\u0085",
      "\ufffd",
      "\u{1f3e0}",
    ),
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }),
  );
  return fc.array(unit, { minLength, maxLength: Math.min(maxLength, minLength + 40) }).map((units) => units.join(""));
}

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const inn = fc.oneof(digits(10), digits(12));
const person = fc.record(
  { surname: xmlText(1, 256), firstName: xmlText(1, 256), patronymic: xmlText(1, 256) },
  { requiredKeys: ["surname", "firstName"] },
);
const period = fc.record({ year: fc.integer({ min: 1920, max: 2050 }), month: fc.integer({ min: 1, max: 12 }) });
const calendarDate = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const serviceId = xmlText(13, 13);
const documentId = xmlText(18, 18);
const orderId = fc.stringMatching(/^[0-9a-f]{32}$/);
const withLetter = xmlText(0, 20).map((text) => `${text}1`.replace(/[\n\r]/g, ""));
const online = fc.constant(true as const);

const requisites = fc.record(
  {
    inn,
    kpp: digits(9),
    bankName: xmlText(1, 255),
    recipientName: xmlText(1, 4000),
    bic: digits(9),
    account: digits(20),
    correspondentAccount: digits(20),
    kbk: digits(20),
    oktmo: digits(8),
    budgetaryAccount: digits(20),
  },
  { requiredKeys: ["inn", "bankName", "recipientName", "bic", "account"] },
);

const recipient = fc.oneof(
  fc.record({ inn, requisites, legal: fc.record({ kpp: digits(9), name: xmlText(1, 4000) }) }),
  fc.record({ inn, requisites, entrepreneur: person }),
  fc.record({ inn, requisites, entrepreneurName: xmlText(1, 160) }),
);

const place = fc.oneof(
  fc.record({ apartment: xmlText(1, 255), placement: xmlText(1, 255) }, { requiredKeys: [] }),
  fc.record({ nonLivingApartment: xmlText(1, 255) }),
  fc.record(
    { residentialBlock: xmlText(1, 255), residentialBlockRoom: xmlText(1, 255) },
    { requiredKeys: ["residentialBlock"] },
  ),
  fc.record({ nonResidentialBlock: xmlText(1, 255) }),
);
const consumer = fc.oneof(fc.record({ person }), fc.record({ inn }));
const premises = fc.record({ fiasHouseGuid: fc.uuid(), place, consumer }).map(({ fiasHouseGuid, place, consumer }) => ({
  fiasHouseGuid,
  ...place,
  ...consumer,
}));

const operator = fc.record(
  {
    profile: fc.constant("operator" as const),
    transportGuid: fc.uuid(),
    payer: fc.record({ id: xmlText(1, 25), name: xmlText(1, 160) }, { requiredKeys: [] }),
    recipient,
    orderId,
    orderDate: calendarDate,
    orderNumber: xmlText(1, 9),
    amountKopecks: fc.bigInt({ min: 1n, max: 10n ** 16n - 1n }),
    purpose: xmlText(1, 1000),
    onlinePayment: online,
    comment: xmlText(1, 210),
    paymentDocumentId: documentId,
    paymentDocumentNumber: withLetter,
    period,
    unifiedAccountNumber: digits(10),
    premises,
    serviceId,
    accountNumber: withLetter,
  },
  { requiredKeys: ["profile", "transportGuid", "recipient", "orderId", "orderDate", "amountKopecks", "accountNumber"] },
);

const subject = fc.record({ id: serviceId, guid: fc.uuid() });
const operator139 = fc
  .record({
    fields: fc.record(
      {
        profile: fc.constant("operator139" as const),
        transportGuid: fc.uuid(),
        orderId,
        orderDate: calendarDate,
        amountKopecks: fc.bigInt({ min: 1n, max: 10n ** 16n - 1n }),
        onlinePayment: online,
        period,
        paymentInformationGuid: fc.uuid(),
      },
      { requiredKeys: ["profile", "transportGuid", "orderId", "orderDate", "amountKopecks"] },
    ),
    what: fc.oneof(
      fc.record({ service: subject }),
      fc.record({ paymentDocument: fc.record({ id: documentId, guid: fc.uuid() }) }),
    ),
  })
  .map(({ fields, what }) => ({ ...fields, ...what }));

const supplier = fc
  .record({
    fields: fc.record(
      {
        profile: fc.constant("supplier" as const),
        transportGuid: fc.uuid(),
        orderDate: calendarDate,
        period,
        amountKopecks: fc.bigInt({ min: 1n, max: 10n ** 13n - 1n }),
        onlinePayment: online,
      },
      { requiredKeys: ["profile", "transportGuid", "orderDate", "amountKopecks"] },
    ),
    what: fc.oneof(fc.record({ paymentDocumentId: documentId }), fc.record({ serviceId })),
  })
  .map(({ fields, what }) => ({ ...fields, ...what }));

/** Payments that may be sent, by profile. */
export const paymentArbitraries = { operator, operator139, supplier } as Readonly<
  Record<GisProfile, fc.Arbitrary<GisPayment>>
>;

/** Cancellations that may be sent. */
export const cancellationArbitrary: fc.Arbitrary<PaymentCancellation> = fc.record(
  {
    transportGuid: fc.uuid(),
    orderId: xmlText(1, 32),
    cancellationDate: calendarDate,
    comment: xmlText(1, 210),
  },
  { requiredKeys: ["transportGuid", "orderId", "cancellationDate"] },
);
