import type { NewGisPayment } from "@opora/gis-sdk";

/** Supplier's payments of 1.00, 2.00, … roubles, each for a service of its own. */
export function supplierPayments(count: number, prefix = "00АА"): readonly NewGisPayment[] {
  return Array.from({ length: count }, (_, index) => ({
    profile: "supplier",
    orderDate: "2026-01-15",
    serviceId: `${prefix}${String(index).padStart(6, "0")}-01`,
    amountKopecks: BigInt(index + 1) * 100n,
  }));
}

/** An operator's payments by identifiers, of 1, 2, … roubles. */
export function operator139Payments(count: number): readonly NewGisPayment[] {
  return Array.from({ length: count }, (_, index) => ({
    profile: "operator139",
    orderId: String(index).padStart(32, "0"),
    orderDate: "2026-01-15",
    amountKopecks: BigInt(index + 1) * 100n,
    service: { id: `00АА${String(index).padStart(6, "0")}-01`, guid: "6f9619ff-8b86-4011-b42d-00cf4fc964f1" },
  }));
}

/** An operator's payments with requisites, of 1, 2, … roubles. */
function operatorPayments(count: number): readonly NewGisPayment[] {
  return Array.from({ length: count }, (_, index) => ({
    profile: "operator",
    recipient: {
      inn: "7707083893",
      legal: { kpp: "770701001", name: 'ООО "Управляющая компания"' },
      requisites: {
        inn: "7707083893",
        kpp: "770701001",
        bankName: "ПАО Банк",
        recipientName: 'ООО "Управляющая компания"',
        bic: "044525225",
        account: "40702810400000000001",
      },
    },
    orderId: String(index).padStart(32, "0"),
    orderDate: "2026-01-15",
    amountKopecks: BigInt(index + 1) * 100n,
    paymentDocumentId: `00АА000000-01-${String(index).padStart(4, "0")}`,
  }));
}

/** Payments of a profile. */
export const paymentsOf = {
  operator: operatorPayments,
  operator139: operator139Payments,
  supplier: supplierPayments,
} as const;
