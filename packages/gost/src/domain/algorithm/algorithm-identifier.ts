import type { DerElement } from "../der/element.js";
import { readOid } from "../der/oid.js";
import { type DerFields, expectTag } from "../der/reader.js";
import { derTag } from "../der/tag.js";

/** An AlgorithmIdentifier (RFC 5280 §4.1.1.2). */
export interface AlgorithmIdentifier {
  readonly oid: string;
  /** The parameters as they stand; `undefined` when they are absent. */
  readonly parameters: DerElement | undefined;
}

/** Takes an AlgorithmIdentifier from the fields of the value around it. */
export function takeAlgorithm(fields: DerFields, name: string): AlgorithmIdentifier {
  const inner = fields.sequence(name);
  const oid = readOid(inner.take(derTag.objectIdentifier, "algorithm"));
  const parameters = inner.atEnd ? undefined : inner.any("parameters");
  inner.end();
  return { oid, parameters };
}

/** Refuses parameters other than NULL: GOST digests and signatures have none, and writers differ in how they say so. */
export function expectNoParameters({ parameters }: AlgorithmIdentifier): void {
  if (parameters !== undefined) expectTag(parameters, derTag.null);
}
