import { createHash } from "node:crypto";
import type { CalendarDate } from "@opora/core";
import { z } from "zod";
import type { NewGisPayment } from "./domain/payment-json.js";
import type { ReconciliationLine } from "./domain/reconciliation/reconciliation.js";
import { type ReconciliationStatus, reconciliationStatuses } from "./domain/reconciliation/statuses.js";
import type { OperatorRecipient } from "./domain/wire/payments/operator-payment.js";
import { checkOptions } from "./loading/check-options.js";

/** How lines become payments of a profile. */
export type PaymentMapping =
  | { readonly profile: "supplier" }
  | {
      readonly profile: "operator";
      /**
       * Names the register for ever, for instance by bank and day: the same line of the same register always gets the same
       * order id, so that ГИС ЖКХ recognises a payment that comes again.
       */
      readonly orderNamespace: string;
      /** Who is paid; `undefined` refuses the line. */
      readonly recipientOf: (line: ReconciliationLine) => OperatorRecipient | undefined;
    }
  | {
      readonly profile: "operator139";
      /** As for `operator`. */
      readonly orderNamespace: string;
      /** GUID at ГИС ЖКХ of a payment document or service, by its identifier; `undefined` refuses the line. */
      readonly guidOf: (id: string) => string | undefined;
    };

/** What {@link paymentsFromReconciliation} needs. */
export interface PaymentsFromReconciliationOptions {
  /** In the order in which a reconciliation gives them. */
  readonly lines: Iterable<ReconciliationLine> | AsyncIterable<ReconciliationLine>;
  readonly mapping: PaymentMapping;
  /** Statuses of lines that are loaded. Default: `matched` and `matched-in-group`. */
  readonly loadable?: readonly ReconciliationStatus[];
  /** What a payment is for when a line names a payment document and a service. Default: `document`. */
  readonly preferred?: "document" | "service";
  /** Called for each line that becomes no payment: payments and refused lines together are all lines. */
  readonly onRefused: (refused: RefusedLine) => void;
}

/** Why a line becomes no payment. */
export type LineRefusalReason =
  /** It has no row of the acquiring register: nothing was paid. */
  | "nothing-paid"
  /** Its status is not among the loadable ones. */
  | "status-not-loadable"
  /** Main sum and fine together are zero or a refund. */
  | "amount-not-positive"
  /** Its bill number is no identifier of ГИС ЖКХ (18 characters), and neither is its service (13 characters). */
  | "no-identifier"
  /** Nobody knows whom to name as the recipient. */
  | "no-recipient"
  /** Nobody knows the GUID of the payment document or service. */
  | "no-guid";

/** All reasons. */
export const lineRefusalReasons = [
  "nothing-paid",
  "status-not-loadable",
  "amount-not-positive",
  "no-identifier",
  "no-recipient",
  "no-guid",
] as const satisfies readonly LineRefusalReason[];

/** A line that becomes no payment. */
export interface RefusedLine {
  readonly line: ReconciliationLine;
  readonly reason: LineRefusalReason;
  /** Main sum and fine of the acquiring row, in kopecks; 0 without one. */
  readonly amountKopecks: bigint;
}

const paymentDocumentIdLength = 18;
const serviceIdLength = 13;

const mappingSchema = z.discriminatedUnion("profile", [
  z.strictObject({ profile: z.literal("supplier") }),
  z.strictObject({
    profile: z.literal("operator"),
    orderNamespace: z.string().min(1).max(500),
    recipientOf: z.custom((value) => typeof value === "function", "must be a function"),
  }),
  z.strictObject({
    profile: z.literal("operator139"),
    orderNamespace: z.string().min(1).max(500),
    guidOf: z.custom((value) => typeof value === "function", "must be a function"),
  }),
]);
const optionsSchema = z.strictObject({
  lines: z.custom((value) => typeof value === "object" && value !== null, "must be iterable"),
  mapping: mappingSchema,
  loadable: z.array(z.enum(reconciliationStatuses)).optional(),
  preferred: z.enum(["document", "service"]).optional(),
  onRefused: z.custom((value) => typeof value === "function", "must be a function"),
});

/**
 * Turns the lines of a reconciliation into payments to be loaded: what the acquiring side received, main sum and fine
 * together, for the payment document (a bill number of 18 characters) or the service (13 characters). Every other line is
 * reported with a reason; nothing vanishes. Reads in a stream and holds nothing back.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const { lines } = await reconcileRows({ billing, acquiring });
 * const refused: RefusedLine[] = [];
 * const payments = paymentsFromReconciliation({
 *   lines,
 *   mapping: { profile: "supplier" },
 *   onRefused: (line) => refused.push(line),
 * });
 * await loading.loadPayments({ taskId: "register-2026-01-15", payments });
 * ```
 */
export function paymentsFromReconciliation(options: PaymentsFromReconciliationOptions): AsyncIterable<NewGisPayment> {
  checkOptions(optionsSchema, options, "paymentsFromReconciliation");
  return generatePayments(options);
}

async function* generatePayments(options: PaymentsFromReconciliationOptions): AsyncGenerator<NewGisPayment> {
  const { lines, mapping, loadable = ["matched", "matched-in-group"], preferred = "document", onRefused } = options;
  const rules: MappingRules = { mapping, loadable, preferred, orderIdOf: createOrderIds(mapping) };
  for await (const line of lines) {
    const mapped = mapLine(line, rules);
    if (typeof mapped === "string") onRefused({ line, reason: mapped, amountKopecks: paidKopecks(line) });
    else yield mapped;
  }
}

interface MappingRules {
  readonly mapping: PaymentMapping;
  readonly loadable: readonly ReconciliationStatus[];
  readonly preferred: "document" | "service";
  readonly orderIdOf: (line: ReconciliationLine) => string;
}

/** What a line pays for: one of the two identifiers. */
type Subject = { readonly kind: "document" | "service"; readonly id: string };

function mapLine(line: ReconciliationLine, rules: MappingRules): NewGisPayment | LineRefusalReason {
  const { acquiring } = line;
  if (acquiring === undefined) return "nothing-paid";
  if (!rules.loadable.includes(line.status)) return "status-not-loadable";
  const amountKopecks = paidKopecks(line);
  if (amountKopecks <= 0n) return "amount-not-positive";
  const subject = subjectOf(line, rules.preferred);
  if (subject === undefined) return "no-identifier";
  return paymentOf(line, subject, { orderDate: acquiring.row.date, amountKopecks }, rules);
}

function paymentOf(
  line: ReconciliationLine,
  { kind, id }: Subject,
  paid: { readonly orderDate: CalendarDate; readonly amountKopecks: bigint },
  { mapping, orderIdOf }: MappingRules,
): NewGisPayment | LineRefusalReason {
  switch (mapping.profile) {
    case "supplier":
      return { profile: "supplier", ...paid, ...(kind === "document" ? { paymentDocumentId: id } : { serviceId: id }) };
    case "operator": {
      const recipient = mapping.recipientOf(line);
      if (recipient === undefined) return "no-recipient";
      const subject = kind === "document" ? { paymentDocumentId: id } : { serviceId: id };
      return { profile: "operator", recipient, orderId: orderIdOf(line), ...paid, ...subject };
    }
    case "operator139": {
      const guid = mapping.guidOf(id);
      if (guid === undefined) return "no-guid";
      const subject = kind === "document" ? { paymentDocument: { id, guid } } : { service: { id, guid } };
      return { profile: "operator139", orderId: orderIdOf(line), ...paid, ...subject };
    }
  }
}

function paidKopecks({ acquiring }: ReconciliationLine): bigint {
  return acquiring === undefined ? 0n : acquiring.row.mainMinor + acquiring.row.fineMinor;
}

function subjectOf({ key }: ReconciliationLine, preferred: "document" | "service"): Subject | undefined {
  const document: Subject = { kind: "document", id: key.billNumber };
  const service: Subject = { kind: "service", id: key.serviceId };
  const candidates = preferred === "document" ? [document, service] : [service, document];
  return candidates.find(
    ({ kind, id }) => [...id].length === (kind === "document" ? paymentDocumentIdLength : serviceIdLength),
  );
}

/**
 * Order ids that follow from what a line says: 32 hexadecimal digits. Lines that say the same are told apart by their
 * count; they follow each other, since a reconciliation gives its lines in the order of their days and keys. A payment
 * reported under another day than its own says that day too: it stands apart from its equals.
 */
function createOrderIds(mapping: PaymentMapping): (line: ReconciliationLine) => string {
  const namespace = mapping.profile === "supplier" ? "" : mapping.orderNamespace;
  let currentKey = "";
  let counts = new Map<string, number>();
  return ({ date, key, acquiring }) => {
    const keyText = JSON.stringify([key.billNumber, key.supplierId, key.serviceId]);
    if (keyText !== currentKey) {
      currentKey = keyText;
      counts = new Map();
    }
    const row = acquiring?.row;
    const own = [namespace, keyText, row?.date, String(row?.mainMinor), String(row?.fineMinor)];
    const content = JSON.stringify(date === row?.date ? own : [...own, date]);
    const count = (counts.get(content) ?? 0) + 1;
    counts.set(content, count);
    return createHash("sha256").update(`${content}#${count}`).digest("hex").slice(0, 32);
  };
}
