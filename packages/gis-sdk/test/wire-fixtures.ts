import type { Operator139Payment, OperatorPayment, PaymentCancellation, SupplierPayment } from "@opora/gis-sdk";

/** A GUID that ends in a number. */
export function guid(sequence: number): string {
  return `6f9619ff-8b86-4011-b42d-${String(sequence).padStart(12, "0")}`;
}

/** An operator's payment with no more than what is required, and an account. */
export function operatorPayment(sequence: number, change: Partial<OperatorPayment> = {}): OperatorPayment {
  return {
    profile: "operator",
    transportGuid: guid(sequence),
    recipient: {
      inn: "7707083893",
      legal: { kpp: "770701001", name: 'ООО "Управляющая компания"' },
      requisites: {
        inn: "7707083893",
        bankName: "ПАО Банк",
        recipientName: 'ООО "Управляющая компания"',
        bic: "044525225",
        account: "40702810400000000001",
      },
    },
    orderId: String(sequence).padStart(32, "0"),
    orderDate: "2024-01-15",
    amountKopecks: 1_234_567n,
    accountNumber: "000123",
    ...change,
  };
}

/** An operator's payment with everything that fits into one. */
export function fullOperatorPayment(sequence: number): OperatorPayment {
  return {
    ...operatorPayment(sequence),
    payer: { id: "payer-1", name: "Иванов И. И." },
    recipient: {
      inn: "500100732259",
      entrepreneur: { surname: "Петров", firstName: "Пётр", patronymic: "Петрович" },
      requisites: {
        inn: "500100732259",
        kpp: "770701001",
        bankName: "ПАО Банк",
        recipientName: "ИП Петров",
        bic: "044525225",
        account: "40802810400000000001",
        correspondentAccount: "30101810400000000225",
        kbk: "18210101011011000110",
        oktmo: "45379000",
        budgetaryAccount: "03100643000000017300",
      },
    },
    orderNumber: "42",
    purpose: "ЖКУ за январь & <доплата>",
    onlinePayment: true,
    comment: "без\rзамечаний",
    paymentDocumentId: "00АА000000-01-4011",
    paymentDocumentNumber: "ПД-1",
    period: { year: 2024, month: 1 },
    unifiedAccountNumber: "00АА000000",
    premises: {
      fiasHouseGuid: guid(1_000_000),
      apartment: "12",
      placement: "1",
      person: { surname: "Иванов", firstName: "Иван", patronymic: "Иванович" },
    },
    serviceId: "00АА000000-01",
  };
}

/** An operator's payment by identifiers with everything that fits into one. */
export function fullOperator139Payment(sequence: number, change: Partial<Operator139Payment> = {}): Operator139Payment {
  return {
    profile: "operator139",
    transportGuid: guid(sequence),
    orderId: String(sequence).padStart(32, "0"),
    orderDate: "2024-01-15",
    amountKopecks: 1_234_567n,
    onlinePayment: true,
    period: { year: 2024, month: 1 },
    service: { id: "00АА000000-01", guid: guid(2_000_000) },
    paymentInformationGuid: guid(3_000_000),
    ...change,
  } as Operator139Payment;
}

/** A supplier's payment with everything that fits into one. */
export function fullSupplierPayment(sequence: number, change: Partial<SupplierPayment> = {}): SupplierPayment {
  return {
    profile: "supplier",
    transportGuid: guid(sequence),
    orderDate: "2024-01-15",
    period: { year: 2024, month: 1 },
    serviceId: "00АА000000-01",
    amountKopecks: 1_234_567n,
    onlinePayment: true,
    ...change,
  } as SupplierPayment;
}

/** A cancellation with everything that fits into one. */
export function fullCancellation(sequence: number): PaymentCancellation {
  return {
    transportGuid: guid(sequence),
    orderId: String(sequence).padStart(32, "0"),
    cancellationDate: "2024-01-20",
    comment: "Ошибочный платёж",
  };
}
