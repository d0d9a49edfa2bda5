import type { XmlElement, XmlName } from "../../tree/node.js";
import { decodeBase64 } from "../base64.js";
import { CheckFailure } from "./check-list.js";

/** A signature is read strictly: what is not expected at a place is refused there, so that nothing can hide in it. */

/** The error for a signature that is not built as it should be. */
export function wrong(message: string): CheckFailure {
  return new CheckFailure("structure-wrong", message);
}

/** The child elements; between them only white space may stand. */
export function childElements(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((child) => {
    if (child.kind === "element") return [child];
    if (child.kind === "text" && /^[ \t\r\n]*$/.test(child.text)) return [];
    throw wrong(`${nameOf(element)} has something between its elements.`);
  });
}

/** The text of an element that has nothing else in it: a comment could split it for one reader and not for another. */
export function textOf(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (child.kind === "text") return child.text;
      throw wrong(`${nameOf(element)} has something beside text in it.`);
    })
    .join("");
}

/** The bytes of an element that holds base64. */
export function bytesOf(element: XmlElement): Uint8Array {
  const bytes = decodeBase64(textOf(element));
  if (bytes === undefined || bytes.length === 0) throw wrong(`${nameOf(element)} is not base64.`);
  return bytes;
}

/** Takes child elements one after the other. */
export interface ElementSequence {
  /** The next element, which must have the name. */
  take(name: XmlName): XmlElement;
  /** The next element if it has the name. */
  optional(name: XmlName): XmlElement | undefined;
  /** All that follow. */
  rest(): readonly XmlElement[];
  /** Refuses a further element. */
  end(): void;
}

export function sequenceOf(parent: XmlElement): ElementSequence {
  const elements = childElements(parent);
  let next = 0;
  function optional(name: XmlName): XmlElement | undefined {
    const element = elements[next];
    if (element === undefined || !hasName(element, name)) return undefined;
    next += 1;
    return element;
  }
  return {
    optional,
    take(name) {
      const element = optional(name);
      if (element !== undefined) return element;
      throw wrong(`${nameOf(parent)} has no ${name.localName} in its place.`);
    },
    rest() {
      const following = elements.slice(next);
      next = elements.length;
      return following;
    },
    end() {
      const extra = elements[next];
      if (extra !== undefined) throw wrong(`${nameOf(parent)} has ${nameOf(extra)} beyond what is allowed.`);
    },
  };
}

/** The value of an attribute without a namespace. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find(({ prefix, localName }) => prefix === "" && localName === name)?.value;
}

/** The value of an attribute that must be there. */
export function requiredAttribute(element: XmlElement, name: string): string {
  const value = attributeOf(element, name);
  if (value === undefined) throw wrong(`${nameOf(element)} has no ${name}.`);
  return value;
}

/** The algorithm of an element that says nothing else. */
export function algorithmOf(element: XmlElement): string {
  if (element.children.length > 0) throw wrong(`${nameOf(element)} has parameters, which are not allowed.`);
  return requiredAttribute(element, "Algorithm");
}

export function hasName(element: XmlElement, { namespace, localName }: XmlName): boolean {
  return element.namespace === namespace && element.localName === localName;
}

export function nameOf({ prefix, localName }: XmlElement): string {
  return prefix === "" ? localName : `${prefix}:${localName}`;
}
