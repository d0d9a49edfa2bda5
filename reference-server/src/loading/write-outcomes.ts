import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { formatMinorUnits } from "@opora/core";
import type { GisPayment, GisStore, PaymentRecord } from "@opora/gis-sdk";
import { csvLine } from "./csv-line.js";

const columns = [
  "sequence",
  "document_or_service",
  "date",
  "amount",
  "status",
  "packet",
  "transport_guid",
  "guid",
  "unique_number",
  "update_date",
  "attention",
  "errors",
];

const pageSize = 1000;

/** Writes the outcome of every payment of a task to a CSV file, page by page. */
export async function writeOutcomes(store: GisStore, taskId: string, file: string, signal: AbortSignal): Promise<void> {
  const unfinished = `${file}.part`;
  const output = createWriteStream(unfinished, { signal });
  const opened = once(output, "open");
  await opened;
  output.write(`\uFEFF${csvLine(columns)}`);
  for await (const record of paymentsOf(store, taskId, signal)) {
    if (!output.write(csvLine(fieldsOf(record)))) await once(output, "drain", { signal });
  }
  output.end();
  await once(output, "close");
  await rename(unfinished, file);
}

async function* paymentsOf(store: GisStore, taskId: string, signal: AbortSignal): AsyncGenerator<PaymentRecord> {
  let afterSequence: number | undefined;
  for (;;) {
    const page = await store.listPayments({ taskId, afterSequence, limit: pageSize }, { signal });
    yield* page;
    afterSequence = page.at(-1)?.sequence;
    if (page.length < pageSize) return;
  }
}

function fieldsOf({ sequence, payment, status, packetNumber, answer, attention, errors }: PaymentRecord): string[] {
  return [
    String(sequence + 1),
    subjectOf(payment),
    payment.orderDate,
    formatMinorUnits(payment.amountKopecks, 2),
    status,
    packetNumber === undefined ? "" : String(packetNumber),
    payment.transportGuid,
    answer?.guid ?? "",
    answer?.uniqueNumber ?? "",
    answer?.updateDate ?? "",
    attention ?? "",
    errors.map(({ code, description }) => `${code}: ${description}`).join(" | "),
  ];
}

function subjectOf(payment: GisPayment): string {
  if (payment.profile === "operator139") return payment.paymentDocument?.id ?? payment.service?.id ?? "";
  return payment.paymentDocumentId ?? payment.serviceId ?? "";
}
