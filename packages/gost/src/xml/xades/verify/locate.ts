import type { XmlElement, XmlName } from "../../tree/node.js";
import { CheckFailure } from "./check-list.js";
import { hasName } from "./read-element.js";
import { ds } from "./read-signature.js";

/**
 * The element at a path of names that begins with the root. At each step there must be exactly one: a second one is how a
 * reader is led to another element than the verifier.
 */
export function locateElement(root: XmlElement, path: readonly XmlName[]): XmlElement {
  let candidates: readonly XmlElement[] = [root];
  let found = root;
  for (const name of path) {
    const [match, ...others] = candidates.filter((candidate) => hasName(candidate, name));
    if (match === undefined) {
      throw new CheckFailure("element-missing", `There is no element ${name.localName} where it is expected.`);
    }
    if (others.length > 0) {
      throw new CheckFailure(
        "element-repeated",
        `There is more than one element ${name.localName} where one is expected.`,
      );
    }
    found = match;
    candidates = match.children.filter((child) => child.kind === "element");
  }
  return found;
}

/** The one signature within the element, which must be its own child. */
export function locateSignature(element: XmlElement): XmlElement {
  const [signature, ...others] = signaturesWithin(element);
  if (signature === undefined) throw new CheckFailure("signature-missing", "The element has no ds:Signature in it.");
  if (others.length > 0)
    throw new CheckFailure("signature-repeated", "The element has more than one ds:Signature in it.");
  if (signature.parent === element) return signature;
  throw new CheckFailure("signature-missing", "The ds:Signature is not a child of the element itself.");
}

/** Every `ds:Signature` below an element, at any depth. */
export function signaturesWithin(element: XmlElement): readonly XmlElement[] {
  const name = ds("Signature");
  return [...elementsBelow(element)].filter((candidate) => hasName(candidate, name));
}

/** Every element below an element. */
function* elementsBelow(element: XmlElement): Generator<XmlElement> {
  const open = [element];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const child of at.children) {
      if (child.kind !== "element") continue;
      yield child;
      open.push(child);
    }
  }
}

/**
 * How often each of the identifiers stands in an attribute of the document that some reader may take for an identifier:
 * `Id`, `ID`, `id`, with or without a namespace.
 */
export function countIdentifiers(root: XmlElement, identifiers: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map(identifiers.map((identifier) => [identifier, 0]));
  const count = ({ attributes }: XmlElement): void => {
    for (const { localName, value } of attributes) {
      const before = localName.length === 2 && localName.toLowerCase() === "id" ? counts.get(value) : undefined;
      if (before !== undefined) counts.set(value, before + 1);
    }
  };
  count(root);
  for (const element of elementsBelow(root)) count(element);
  return counts;
}
