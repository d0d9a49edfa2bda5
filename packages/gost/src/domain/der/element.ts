import { type Located, readHeader } from "./header.js";

/**
 * One ASN.1 value as it stands in the bytes: views into the input, nothing copied. What comes from {@link readDer} makes
 * them when asked; take the fields by name, for a spread of it loses them.
 */
export interface DerElement extends Located {
  /** Identifier octets as a number, see {@link derTag}. */
  readonly tag: number;
  /** The octets after the length. */
  readonly content: Uint8Array;
  /** Identifier, length and content. */
  readonly encoded: Uint8Array;
  /** Where the value stands, for error messages: `certificate.tbsCertificate.issuer`. */
  readonly path: string;
}

/**
 * The value at `offset` of `source`, which has to end at `end` at the latest; `name` is its own within `parent`.
 *
 * @throws {@link GostError} `GOST_ASN1_INVALID`
 */
export function elementAt(
  source: Uint8Array,
  offset: number,
  end: number,
  parent: Located,
  name: string,
): PlacedElement {
  const { tag, headerLength, contentLength = 0 } = readHeader(source, offset, end, "der", parent);
  return new PlacedElement(tag, source, offset, offset + headerLength, contentLength, parent, name);
}

/**
 * A value by its places in the input. Views and path are made when they are asked for: a revocation list has hundreds of
 * thousands of values, most of which are only passed by.
 */
export class PlacedElement implements DerElement {
  readonly tag: number;
  readonly source: Uint8Array;
  readonly start: number;
  readonly contentStart: number;
  readonly contentLength: number;
  readonly #parent: Located;
  readonly #name: string;

  constructor(
    tag: number,
    source: Uint8Array,
    start: number,
    contentStart: number,
    contentLength: number,
    parent: Located,
    name: string,
  ) {
    this.tag = tag;
    this.source = source;
    this.start = start;
    this.contentStart = contentStart;
    this.contentLength = contentLength;
    this.#parent = parent;
    this.#name = name;
  }

  get content(): Uint8Array {
    return this.source.subarray(this.contentStart, this.contentStart + this.contentLength);
  }

  get encoded(): Uint8Array {
    return this.source.subarray(this.start, this.contentStart + this.contentLength);
  }

  get path(): string {
    return this.#parent.path === "" ? this.#name : `${this.#parent.path}.${this.#name}`;
  }
}
