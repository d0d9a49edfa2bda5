import { invalidOption, refuseUnknownOptions } from "@opora/gost";
import type { XmlElement } from "../tree/node.js";
import { writeCanonical } from "./canonical-writer.js";

/** How {@link canonicalize} writes an element. */
export interface CanonicalizationOptions {
  /**
   * `exclusive`: Exclusive XML Canonicalization 1.0, independent of where the element stands.
   * `inclusive`: Canonical XML 1.0, which carries every namespace declaration and `xml:` attribute in scope.
   */
  readonly method: "exclusive" | "inclusive";
  /** Whether comments are written. Default: `omit`. */
  readonly comments?: "omit" | "keep";
  /** The `InclusiveNamespaces PrefixList` of exclusive canonicalization; `#default` is the default namespace. */
  readonly inclusivePrefixes?: readonly string[];
  /** A descendant that is left out: the `ds:Signature` of the enveloped-signature transform. Text behind it stays. */
  readonly without?: XmlElement;
}

/**
 * The canonical form of an element with everything in it, as UTF-8 bytes (Canonical XML 1.0, W3C REC-xml-c14n-20010315;
 * Exclusive XML Canonicalization 1.0, W3C REC-xml-exc-c14n-20020718).
 *
 * The element is taken in its place: declarations on its ancestors count as the method prescribes.
 *
 * @throws GostError `GOST_OPTIONS_INVALID` for options that do not go together.
 *
 * @example
 * ```ts
 * const root = parseXml(new TextEncoder().encode("<b z='1' a='2'/>"));
 * new TextDecoder().decode(canonicalize(root, { method: "exclusive" })); // <b a="2" z="1"></b>
 * ```
 */
export function canonicalize(element: XmlElement, options: CanonicalizationOptions): Uint8Array {
  return new TextEncoder().encode(canonicalText(element, options));
}

/** {@link canonicalize} before it is encoded. */
export function canonicalText(element: XmlElement, options: CanonicalizationOptions): string {
  refuseUnknownOptions(options, optionNames);
  const { method, comments = "omit", inclusivePrefixes, without } = options;
  if (method !== "exclusive" && method !== "inclusive") throw invalidOption("method", "must be exclusive or inclusive");
  if (comments !== "omit" && comments !== "keep") throw invalidOption("comments", "must be omit or keep");
  if (method === "inclusive" && inclusivePrefixes !== undefined) {
    throw invalidOption("inclusivePrefixes", "belongs to exclusive canonicalization");
  }
  const listed = inclusivePrefixes?.map((prefix) => (prefix === "#default" ? "" : prefix));
  return writeCanonical(element, {
    inclusive: method === "inclusive" ? "all" : new Set(listed),
    keepsComments: comments === "keep",
    without,
  });
}

const optionNames: readonly (keyof CanonicalizationOptions)[] = ["method", "comments", "inclusivePrefixes", "without"];
