import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { generatePaymentTables, paymentSchemaSet } from "./gis-schema/payment-schema.js";

const schemaDirectory = process.argv[2] ?? fromRoot(`../shared/data/gis/xsd-${paymentSchemaSet}`);
const target = fromRoot("packages/gis-sdk/src/domain/schema/generated/payment-tables.ts");

mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, generatePaymentTables(schemaDirectory));
console.log(`Written: ${target}`);

function fromRoot(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
