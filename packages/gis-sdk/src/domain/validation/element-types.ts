import { paymentTables } from "../schema/generated/payment-tables.js";
import type { AttributeUse, ComplexType } from "../schema/model.js";
import { type ContentModel, createContentModel } from "./content-states.js";
import { type ValueChecker, valueCheckerOf } from "./simple-value.js";
import { soapComplexTypes, soapElements } from "./soap-types.js";

/** The type of an element, prepared for checking. */
export type ElementType = ComplexElementType | SimpleElementType | AnyElementType;

/** Attributes, children, or both. */
export interface ComplexElementType {
  readonly kind: "complex";
  /** By `prefix:local` name, or the local name of an attribute without a namespace. */
  readonly attributes: ReadonlyMap<string, AttributeUse>;
  /** Attributes of other namespaces may stand here too. */
  readonly openAttributes: boolean;
  readonly content: ContentModel;
  /** Checker of the text of an element with simple content. */
  readonly text?: ValueChecker;
  readonly mixed: boolean;
}

/** Text only. */
export interface SimpleElementType {
  readonly kind: "simple";
  readonly text: ValueChecker;
}

/** Anything: what a lax wildcard admits. What is declared in it is checked all the same. */
export interface AnyElementType {
  readonly kind: "any";
}

export const anyType: AnyElementType = { kind: "any" };

const complexTypes: ReadonlyMap<string, ComplexElementType> = new Map([
  ...Object.entries(paymentTables.complexTypes).map(([name, type]) => [name, prepare(type, false)] as const),
  ...Object.entries(soapComplexTypes).map(([name, type]) => [name, prepare(type, true)] as const),
]);
const globalElements: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...paymentTables.elements, ...soapElements }),
);

/** The type of that name in the field tables. */
export function elementTypeOf(typeName: string): ElementType {
  return complexTypes.get(typeName) ?? { kind: "simple", text: valueCheckerOf(typeName) };
}

/** The type of a global element, or `undefined` where there is no such element. */
export function globalElementType(element: string): ElementType | undefined {
  const typeName = globalElements.get(element);
  return typeName === undefined ? undefined : elementTypeOf(typeName);
}

function prepare({ attributes = [], content, text, mixed }: ComplexType, openAttributes: boolean): ComplexElementType {
  return {
    kind: "complex",
    attributes: new Map(attributes.map((attribute) => [attribute.name, attribute])),
    openAttributes,
    content: createContentModel(content ?? { sequence: [] }),
    ...(text !== undefined && { text: valueCheckerOf(text) }),
    mixed: mixed === true,
  };
}
