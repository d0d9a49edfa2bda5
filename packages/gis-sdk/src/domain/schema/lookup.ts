import { paymentTables } from "./generated/payment-tables.js";
import type { ComplexType, ElementParticle, Particle, SimpleType } from "./model.js";

/** The complex type of that name, or `undefined` where the name is of a simple type. */
export function findComplexType(name: string): ComplexType | undefined {
  return paymentTables.complexTypes[name];
}

/** The simple type of that name. Throws on a name that the tables do not have: they are closed, so that is a bug. */
export function simpleTypeOf(name: string): SimpleType {
  const type = paymentTables.simpleTypes[name];
  if (type === undefined) throw new TypeError(`The field tables have no simple type ${name}`);
  return type;
}

/** Namespace of a prefix of the tables. */
export function namespaceOf(prefix: string): string {
  const uri = paymentTables.namespaces[prefix];
  if (uri === undefined) throw new TypeError(`The field tables have no prefix ${prefix}`);
  return uri;
}

/** The prefix of a `prefix:local` name of the tables. */
export function prefixOf(name: string): string {
  return name.slice(0, name.indexOf(":"));
}

/** The local part of a `prefix:local` name of the tables; the name itself where it has no prefix. */
export function localNameOf(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** All elements of a content model, in the order of the schema, whatever branch of a choice they stand in. */
export function elementsOf(particle: Particle | undefined): readonly ElementParticle[] {
  if (particle === undefined || "any" in particle) return [];
  if ("element" in particle) return [particle];
  return ("sequence" in particle ? particle.sequence : particle.choice).flatMap(elementsOf);
}
