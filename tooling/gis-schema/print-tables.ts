import type { SchemaTables } from "../../packages/gis-sdk/src/domain/schema/model.js";

/** Prints field tables as a TypeScript module: one line for each entry, so that a change of the schema reads as a diff. */
export function printTables(tables: SchemaTables): string {
  const { schemaSet, namespaces, elements, complexTypes, simpleTypes, keys } = tables;
  return `// Made by \`npm run generate\` from the ГИС ЖКХ schema set ${schemaSet}. Do not edit.
import type { SchemaTables } from "../model.js";

/** Field tables of the payment service's messages. */
export const paymentTables: SchemaTables = {
  schemaSet: ${JSON.stringify(schemaSet)},
  namespaces: ${printRecord(namespaces)},
  elements: ${printRecord(elements)},
  keys: ${printRecord(keys)},
  complexTypes: ${printRecord(complexTypes)},
  simpleTypes: ${printRecord(simpleTypes)},
};
`;
}

function printRecord(record: Readonly<Record<string, unknown>>): string {
  const lines = Object.keys(record)
    .sort()
    .map((name) => `    ${JSON.stringify(name)}: ${printValue(record[name])},`);
  return `{\n${lines.join("\n")}\n  }`;
}

function printValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printValue).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([name, field]) => `${name}: ${printValue(field)}`);
    return `{ ${fields.join(", ")} }`;
  }
  return value === Number.POSITIVE_INFINITY ? "Infinity" : JSON.stringify(value);
}
