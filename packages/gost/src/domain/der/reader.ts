import { type DerElement, elementAt, PlacedElement } from "./element.js";
import { invalidDer, type Located, readHeader } from "./header.js";
import { derTag } from "./tag.js";

/**
 * Reads the values inside a constructed value one after another, in the order of the schema. Each method names the field
 * that it expects, and failures carry the path of that field.
 */
export interface DerFields {
  /** Whether every value has been taken. */
  readonly atEnd: boolean;
  /** Tag of the next value; `undefined` at the end. */
  readonly nextTag: number | undefined;
  /** Takes the next value, whatever its tag. */
  any(name: string): DerElement;
  /** Takes the next value, which must have `tag`. */
  take(tag: number, name: string): DerElement;
  /** Takes the next value when it has `tag`, else leaves it. */
  optional(tag: number, name: string): DerElement | undefined;
  /** Takes the next value, a SEQUENCE, and reads inside it. */
  sequence(name: string): DerFields;
  /** Refuses values after the last expected one. */
  end(): void;
}

/**
 * Reads one DER value that fills the whole input. The reading is lazy: inner values are checked as they are taken, so
 * parts that the caller does not look into cost nothing and may hold anything.
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID` when the input is cut off, has bytes after the value, or is not DER.
 */
export function readDer(bytes: Uint8Array, path: string): DerElement {
  const { headerLength, contentLength = 0 } = readHeader(bytes, 0, bytes.length, "der", { path });
  const length = headerLength + contentLength;
  if (length !== bytes.length) throw invalidDer(path, "there are bytes after the value", length);
  return elementAt(bytes, 0, bytes.length, outside, path);
}

/**
 * Opens a constructed value for reading.
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID` when `element` does not have `tag`.
 */
export function readFields(element: DerElement, tag: number = derTag.sequence): DerFields {
  expectTag(element, tag);
  return new FieldReader(element);
}

/** The values inside a SEQUENCE OF or SET OF. At most `limit` are read. */
export function readElements(element: DerElement, tag: number, limit: number): readonly DerElement[] {
  const fields = readFields(element, tag);
  const elements: DerElement[] = [];
  while (!fields.atEnd) {
    if (elements.length === limit) throw invalidDer(element.path, `it holds more than ${limit} values`);
    elements.push(fields.any(`${elements.length}`));
  }
  return elements;
}

/** Refuses a value of another tag. */
export function expectTag(element: DerElement, tag: number): void {
  if (element.tag !== tag) {
    throw invalidDer(element.path, `expected tag 0x${tag.toString(16)}, found 0x${element.tag.toString(16)}`);
  }
}

/** The value under another tag: what an implicit tag stands for. */
export function retagged(element: DerElement, tag: number): DerElement {
  const { content, encoded, path } = element;
  return { tag, content, encoded, path };
}

/** Where the outermost value stands. */
const outside: Located = { path: "" };

class FieldReader implements DerFields {
  readonly #within: DerElement;
  readonly #source: Uint8Array;
  readonly #end: number;
  #offset: number;

  constructor(within: DerElement) {
    this.#within = within;
    const placed = within instanceof PlacedElement;
    this.#source = placed ? within.source : within.content;
    this.#offset = placed ? within.contentStart : 0;
    this.#end = this.#offset + (placed ? within.contentLength : within.content.length);
  }

  get atEnd(): boolean {
    return this.#offset === this.#end;
  }

  get nextTag(): number | undefined {
    return this.atEnd ? undefined : readHeader(this.#source, this.#offset, this.#end, "der", this.#within).tag;
  }

  any(name: string): DerElement {
    const next = this.#next(name);
    this.#offset = next.contentStart + next.contentLength;
    return next;
  }

  take(tag: number, name: string): DerElement {
    const next = this.#next(name);
    expectTag(next, tag);
    this.#offset = next.contentStart + next.contentLength;
    return next;
  }

  optional(tag: number, name: string): DerElement | undefined {
    return this.nextTag === tag ? this.any(name) : undefined;
  }

  sequence(name: string): DerFields {
    return new FieldReader(this.take(derTag.sequence, name));
  }

  end(): void {
    if (!this.atEnd) throw invalidDer(this.#within.path, "unexpected value after the last field", this.#offset);
  }

  #next(name: string): PlacedElement {
    if (this.atEnd) throw invalidDer(`${this.#within.path}.${name}`, "the value is missing");
    return elementAt(this.#source, this.#offset, this.#end, this.#within, name);
  }
}
