import type { OperatorPayment } from "@opora/gis-sdk";

/** Payments as an operator reports them, with every field that packets of practice carry; nobody's data. */
export function operatorPayments(count: number): readonly OperatorPayment[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index.toString().padStart(12, "0");
    return {
      profile: "operator",
      transportGuid: `6f2c1d84-9a3b-4e57-8c10-${number}`,
      payer: { id: `payer-${index}`, name: `Плательщик № ${index}` },
      recipient: {
        inn: "7707083893",
        legal: { kpp: "773601001", name: 'ООО "Управляющая компания" & партнёры' },
        requisites: {
          inn: "7707083893",
          kpp: "773601001",
          bankName: "Банк получателя",
          recipientName: 'ООО "Управляющая компания" & партнёры',
          bic: "044525225",
          account: "40702810900000000001",
          correspondentAccount: "30101810400000000225",
        },
      },
      orderId: `0123456789abcdef0123${number}`,
      orderDate: "2026-01-15",
      orderNumber: String(index % 1_000_000),
      amountKopecks: BigInt(100_000 + index),
      purpose: `Оплата жилищно-коммунальных услуг по лицевому счёту ${number} за январь 2026 года`,
      onlinePayment: true,
      paymentDocumentNumber: `Д-${number}`,
      period: { year: 2026, month: 1 },
      unifiedAccountNumber: "10АА123456",
      accountNumber: number,
    };
  });
}
