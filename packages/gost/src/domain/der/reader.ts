import type { DerElement } from "./element.js";
import { invalidDer, readHeader } from "./header.js";
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
  const element = readElement(bytes, 0, path);
  if (element.encoded.length !== bytes.length) {
    throw invalidDer(path, "there are bytes after the value", element.encoded.length);
  }
  return element;
}

/**
 * Opens a constructed value for reading.
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID` when `element` does not have `tag`.
 */
export function readFields(element: DerElement, tag: number = derTag.sequence): DerFields {
  expectTag(element, tag);
  return fieldsOf(element);
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

function readElement(bytes: Uint8Array, offset: number, path: string): DerElement {
  const { tag, headerLength, contentLength = 0 } = readHeader(bytes, offset, "der", path);
  const start = offset + headerLength;
  const end = start + contentLength;
  return { tag, content: bytes.subarray(start, end), encoded: bytes.subarray(offset, end), path };
}

function fieldsOf(element: DerElement): DerFields {
  const { content, path } = element;
  let offset = 0;
  const fields: DerFields = {
    get atEnd() {
      return offset === content.length;
    },
    get nextTag() {
      return offset === content.length ? undefined : readHeader(content, offset, "der", path).tag;
    },
    any(name) {
      const next = readElement(content, offset, `${path}.${name}`);
      offset += next.encoded.length;
      return next;
    },
    take(tag, name) {
      const next = readElement(content, offset, `${path}.${name}`);
      expectTag(next, tag);
      offset += next.encoded.length;
      return next;
    },
    optional(tag, name) {
      return fields.nextTag === tag ? fields.take(tag, name) : undefined;
    },
    sequence(name) {
      return readFields(fields.take(derTag.sequence, name));
    },
    end() {
      if (offset !== content.length) throw invalidDer(path, "unexpected value after the last field", offset);
    },
  };
  return fields;
}
