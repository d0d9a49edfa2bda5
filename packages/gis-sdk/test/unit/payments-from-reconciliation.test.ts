import { parseCalendarDate } from "@opora/core";
import {
  type NewGisPayment,
  type PaymentsFromReconciliationOptions,
  paymentsFromReconciliation,
  type ReconciliationRules,
  type RefusedLine,
  type RegisterRow,
  reconcileRows,
} from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";

const documentId = "00АА000000-01-4011";
const serviceId = "00АА000000-01";

function row(change: Partial<RegisterRow> = {}): RegisterRow {
  const date = parseCalendarDate("2026-01-15");
  return { billNumber: documentId, supplierId: "17", serviceId, date, mainMinor: 150_000n, fineMinor: 234n, ...change };
}

async function map(
  billing: readonly RegisterRow[],
  acquiring: readonly RegisterRow[],
  options: Partial<PaymentsFromReconciliationOptions> = {},
  rules: ReconciliationRules = {},
): Promise<{ payments: NewGisPayment[]; refused: RefusedLine[] }> {
  const { lines } = await reconcileRows({ billing, acquiring, rules });
  const refused: RefusedLine[] = [];
  const payments: NewGisPayment[] = [];
  const mapping = { profile: "supplier" } as const;
  const onRefused = (line: RefusedLine) => refused.push(line);
  for await (const payment of paymentsFromReconciliation({ lines, mapping, onRefused, ...options }))
    payments.push(payment);
  return { payments, refused };
}

describe("payments from a reconciliation", () => {
  test("are what was received, main sum and fine together, for the payment document", async () => {
    const { payments, refused } = await map([row()], [row()]);

    expect(payments).toEqual([
      { profile: "supplier", orderDate: "2026-01-15", paymentDocumentId: documentId, amountKopecks: 150_234n },
    ]);
    expect(refused).toEqual([]);
  });

  test("are for the service when the bill number is not one of ГИС ЖКХ, or when services are preferred", async () => {
    const own = row({ billNumber: "4711" });

    const byNeed = await map([own], [own]);
    const byWish = await map([row()], [row()], { preferred: "service" });

    expect(byNeed.payments).toMatchObject([{ serviceId }]);
    expect(byWish.payments).toMatchObject([{ serviceId }]);
  });

  test("leave nothing out: every other line is reported with its reason and sum", async () => {
    const nameless = { billNumber: "1", serviceId: "2" };
    const refund = row({ billNumber: "00АА000000-01-4012", mainMinor: -5n, fineMinor: 0n });
    const billing = [row(), row({ billNumber: "a", mainMinor: 1n }), row(nameless), refund, row({ billNumber: "b" })];
    const acquiring = [row(), row({ billNumber: "a", mainMinor: 2n }), row(nameless), refund, row({ billNumber: "c" })];

    const { payments, refused } = await map(billing, acquiring);

    expect(payments).toHaveLength(1);
    expect(Object.fromEntries(refused.map(({ line, reason }) => [line.key.billNumber, reason]))).toEqual({
      "1": "no-identifier",
      "00АА000000-01-4012": "amount-not-positive",
      a: "status-not-loadable",
      b: "nothing-paid",
      c: "status-not-loadable",
    });
    const sum = [...payments, ...refused].reduce((total, { amountKopecks }) => total + amountKopecks, 0n);
    expect(sum).toBe(acquiring.reduce((total, { mainMinor, fineMinor }) => total + mainMinor + fineMinor, 0n));
  });

  test("a bill paid in two parts is two payments", async () => {
    const parts = [row({ mainMinor: 100_000n, fineMinor: 0n }), row({ mainMinor: 50_000n, fineMinor: 234n })];

    const { payments } = await map([row()], parts);

    expect(payments.map(({ amountKopecks }) => amountKopecks).sort()).toEqual([50_234n, 100_000n].sort());
  });

  test("of an operator carry an order id that is the same at every repetition and different for equal rows", async () => {
    const recipient = {
      inn: "7707083893",
      entrepreneurName: "ИП",
      requisites: { inn: "7707083893", bankName: "Б", recipientName: "П", bic: "044525225", account: "4".repeat(20) },
    };
    const mapping = { profile: "operator", orderNamespace: "bank-1/2026-01-15", recipientOf: () => recipient } as const;
    const rows = [row(), row(), row({ mainMinor: 1n })];

    const once = await map(rows, rows, { mapping });
    const again = await map(rows.toReversed(), rows.toReversed(), { mapping });
    const other = await map(rows, rows, { mapping: { ...mapping, orderNamespace: "bank-2/2026-01-15" } });
    const orderIds = ({ payments }: typeof once) =>
      payments.map((payment) => (payment.profile === "operator" ? payment.orderId : "")).sort();

    expect(orderIds(again)).toEqual(orderIds(once));
    expect(new Set([...orderIds(once), ...orderIds(other)]).size).toBe(6);
    expect(orderIds(once)[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  test("of an operator carry different order ids when equal payments are reported under different days", async () => {
    const mapping = { profile: "operator139", orderNamespace: "register", guidOf: () => "guid" } as const;
    const paidOn = parseCalendarDate("2026-01-16");
    const charges = ["2026-01-15", "2026-01-16", "2026-01-17"].flatMap((day) =>
      [documentId, "00АА000000-02-4011"].map((billNumber) => row({ billNumber, date: parseCalendarDate(day) })),
    );
    const payments = charges.map((charge) => ({ ...charge, date: paidOn }));
    const rules = { reportedDay: "billing" } as const;

    const once = await map(charges, payments, { mapping }, rules);
    const again = await map(charges.toReversed(), payments, { mapping }, rules);
    const orderIds = ({ payments }: typeof once) =>
      payments.map((payment) => (payment.profile === "operator139" ? payment.orderId : ""));

    expect(new Set(orderIds(once)).size).toBe(6);
    expect(orderIds(again)).toEqual(orderIds(once));
  });

  test("of an operator are refused where nobody knows the recipient or the GUID", async () => {
    const operator = { profile: "operator", orderNamespace: "n", recipientOf: () => undefined } as const;
    const operator139 = { profile: "operator139", orderNamespace: "n", guidOf: () => undefined } as const;

    expect((await map([row()], [row()], { mapping: operator })).refused).toMatchObject([{ reason: "no-recipient" }]);
    expect((await map([row()], [row()], { mapping: operator139 })).refused).toMatchObject([{ reason: "no-guid" }]);
  });

  test("unknown options are refused at the call", () => {
    const options = { lines: [], mapping: { profile: "supplier" }, onRefused: () => undefined, statuses: [] };

    expect(() => paymentsFromReconciliation(options as never)).toThrow(
      expect.objectContaining({ code: "GIS_OPTIONS_INVALID" }),
    );
  });
});
