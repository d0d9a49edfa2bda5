import type { BuiltinType, SimpleType } from "../../packages/gis-sdk/src/domain/schema/model.js";
import { requiredAttribute } from "./schema-set.js";
import { type XsdNode, xsdNamespace } from "./xsd-document.js";

const builtinTypes: readonly BuiltinType[] = [
  "string",
  "boolean",
  "decimal",
  "integer",
  "int",
  "short",
  "byte",
  "date",
  "dateTime",
  "base64Binary",
  "anyURI",
  "ID",
];

/** The built-in type of a `{namespace}local` name; `undefined` for a name outside XML Schema. */
export function builtinOf(expanded: string): BuiltinType | undefined {
  if (!expanded.startsWith(`{${xsdNamespace}}`)) return undefined;
  const local = expanded.slice(xsdNamespace.length + 2);
  const builtin = builtinTypes.find((name) => name === local);
  if (builtin === undefined) throw new Error(`Built-in type ${local} is not supported`);
  return builtin;
}

/** Flattens a chain of restrictions to its built-in type with facets: the nearest facet wins, patterns add up. */
export function restrict(base: SimpleType, restriction: XsdNode): SimpleType {
  const facets: Record<string, string | number> = {};
  const patterns: string[] = [];
  const enumeration: string[] = [];
  for (const facet of restriction.children) {
    const value = requiredAttribute(facet, "value");
    switch (facet.name) {
      case "pattern":
        patterns.push(value);
        break;
      case "enumeration":
        enumeration.push(value);
        break;
      case "minInclusive":
      case "maxInclusive":
        facets[facet.name] = value;
        break;
      case "length":
      case "minLength":
      case "maxLength":
      case "totalDigits":
      case "fractionDigits":
        facets[facet.name] = Number(value);
        break;
      default:
        throw new Error(`Facet xs:${facet.name} is not supported`);
    }
  }
  return {
    ...base,
    ...facets,
    ...(patterns.length > 0 && { patterns: [...(base.patterns ?? []), patterns] }),
    ...(enumeration.length > 0 && { enumeration }),
  };
}

/** A name for a type that the schema leaves anonymous: what it allows, so that equal types get one name. */
export function describeSimpleType(type: SimpleType): string {
  const { builtin, length, minLength, maxLength, patterns, enumeration, minInclusive, maxInclusive } = type;
  const { totalDigits, fractionDigits } = type;
  const parts: string[] = [builtin];
  if (length !== undefined) parts.push(`length ${length}`);
  if (minLength !== undefined || maxLength !== undefined) parts.push(`length ${minLength ?? 0}..${maxLength ?? ""}`);
  if (minInclusive !== undefined || maxInclusive !== undefined)
    parts.push(`${minInclusive ?? ""}..${maxInclusive ?? ""}`);
  if (totalDigits !== undefined) parts.push(`digits ${totalDigits}`);
  if (fractionDigits !== undefined) parts.push(`fraction ${fractionDigits}`);
  for (const step of patterns ?? []) parts.push(`/${step.join("|")}/`);
  if (enumeration !== undefined) parts.push(enumeration.join("|"));
  return parts.join(" ");
}
