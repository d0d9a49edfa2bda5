import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot, sharedData, skipUnlessAvailable } from "@opora/test-support";
import { expect, test } from "vitest";
import { generatePaymentTables, paymentSchemaSet } from "../../../../tooling/gis-schema/payment-schema.js";
import { paymentTables } from "../../src/domain/schema/generated/payment-tables.js";

test("the field tables are what the generator makes of the official schema set", (context) => {
  const schemas = skipUnlessAvailable(context, sharedData(`gis/xsd-${paymentSchemaSet}`));
  const committed = join(repositoryRoot, "packages/gis-sdk/src/domain/schema/generated/payment-tables.ts");
  expect(generatePaymentTables(schemas.path)).toBe(readFileSync(committed, "utf8"));
});

test("the field tables name their schema set", () => {
  expect(paymentTables.schemaSet).toBe(paymentSchemaSet);
});

test("every type that the field tables refer to is in them", () => {
  const { complexTypes, simpleTypes, elements } = paymentTables;
  const referred = JSON.stringify([complexTypes, elements]).match(/(?<="type":")[^"]+/g) ?? [];
  const known = new Set([...Object.keys(complexTypes), ...Object.keys(simpleTypes)]);
  expect([...referred, ...Object.values(elements)].filter((type) => !known.has(type.replace(/\\\\/g, "\\")))).toEqual(
    [],
  );
});
