import { paymentTables } from "../schema/generated/payment-tables.js";
import { elementsOf } from "../schema/lookup.js";
import { soapNamespace } from "../wire/namespaces.js";
import type { XmlName } from "../wire/xml/namespace-scope.js";
import { soapComplexTypes, soapElements } from "./soap-types.js";

const prefixes: ReadonlyMap<string, string> = new Map([
  ...Object.entries(paymentTables.namespaces).map(([prefix, uri]) => [uri, prefix] as const),
  [soapNamespace, "soap"] as const,
]);
const namespaces: ReadonlyMap<string, string> = new Map([...prefixes].map(([uri, prefix]) => [prefix, uri]));

/** Names of all elements that are declared anywhere, as the field tables write them, by namespace and local name. */
const declared: ReadonlyMap<string, ReadonlyMap<string, string>> = collectNames();

/** The name of an element as the field tables write it; an undeclared one as `{namespace}local`. */
export function tableNameOf({ namespace, local }: XmlName): string {
  return declared.get(namespace)?.get(local) ?? `{${namespace}}${local}`;
}

/** Names of declared elements with that local name, in whatever namespace. */
export function namesLike(local: string): readonly string[] {
  return [...declared.values()].flatMap((names) => names.get(local) ?? []);
}

/** The name of an attribute as the field tables write it. */
export function attributeNameOf({ namespace, local }: XmlName): string {
  if (namespace === "") return local;
  const prefix = prefixes.get(namespace);
  return prefix === undefined ? `{${namespace}}${local}` : `${prefix}:${local}`;
}

function collectNames(): Map<string, Map<string, string>> {
  const types = [...Object.values(paymentTables.complexTypes), ...Object.values(soapComplexTypes)];
  const names = [
    ...Object.keys(paymentTables.elements),
    ...Object.keys(soapElements),
    ...types.flatMap(({ content }) => elementsOf(content).map(({ element }) => element)),
  ];
  const byNamespace = new Map<string, Map<string, string>>();
  for (const name of names) {
    const colon = name.indexOf(":");
    const namespace = colon < 0 ? "" : (namespaces.get(name.slice(0, colon)) ?? "");
    const ofNamespace = byNamespace.get(namespace) ?? new Map<string, string>();
    byNamespace.set(namespace, ofNamespace.set(name.slice(colon + 1), name));
  }
  return byNamespace;
}
