import { type ContentCursor, createContentCursor } from "./content-cursor.js";
import type { ElementType } from "./element-types.js";
import type { Place } from "./report.js";

/** An element of the message that has begun and not ended. */
export interface OpenElement {
  /** Name as the field tables write it. */
  readonly name: string;
  readonly local: string;
  /** Number among its siblings of the same name, from 1 on, where it may repeat. */
  readonly index: number | undefined;
  readonly parent: OpenElement | undefined;
  readonly line: number;
  readonly type: ElementType;
  /** The only value that is allowed. */
  readonly fixed: string | undefined;
  /** Follows the children of an element of complex type. */
  readonly cursor: ContentCursor | undefined;
  /** Character data directly in the element, where it is of use. */
  text: string;
  /** Whether text was found that must not be there. */
  hasStrayText: boolean;
  /** Number of children by name, of those that may repeat. */
  childCounts: Map<string, number> | undefined;
}

/** What is known of an element when it begins. */
export type NewElement = Pick<OpenElement, "name" | "local" | "line" | "parent" | "type"> &
  Partial<Pick<OpenElement, "index" | "fixed">>;

/** Begins an element. */
export function openElement({ name, local, line, parent, type, index, fixed }: NewElement): OpenElement {
  const cursor = type.kind === "complex" ? createContentCursor(type.content) : undefined;
  return {
    name,
    local,
    index,
    parent,
    line,
    type,
    fixed,
    cursor,
    text: "",
    hasStrayText: false,
    childCounts: undefined,
  };
}

/** Names of a message may be of any length; paths quote them. */
const quotedNameMax = 64;

/** Where an element is; worked out only for what is reported. */
export function placeOf(element: OpenElement): Place {
  return { path: pathOf(element), line: element.line };
}

/** Where a child of an element is, or would be. */
export function placeBelow(parent: OpenElement | undefined, local: string, line: number | undefined): Place {
  return { path: `${parent === undefined ? "" : pathOf(parent)}/${local.slice(0, quotedNameMax)}`, line };
}

function pathOf({ parent, local, index }: OpenElement): string {
  const step = `/${local.slice(0, quotedNameMax)}${index === undefined ? "" : `[${index}]`}`;
  return parent === undefined ? step : pathOf(parent) + step;
}

/** The number of the next child of that name. */
export function countChild(parent: OpenElement, name: string): number {
  parent.childCounts ??= new Map();
  const count = (parent.childCounts.get(name) ?? 0) + 1;
  parent.childCounts.set(name, count);
  return count;
}
