/** An element with its namespaces resolved. Trees come from `parseXml` and do not change. */
export interface XmlElement {
  readonly kind: "element";
  /** Prefix as written; `""` when there is none. */
  readonly prefix: string;
  readonly localName: string;
  /** Namespace name; `""` when the element is in no namespace. */
  readonly namespace: string;
  /** Attributes in document order, without namespace declarations. */
  readonly attributes: readonly XmlAttribute[];
  /** Namespace declarations that stand on this element itself. */
  readonly declarations: readonly XmlNamespaceDeclaration[];
  readonly children: readonly XmlNode[];
  readonly parent: XmlElement | undefined;
  /**
   * Place behind the open tag's `>` in the text of the document, in UTF-16 units from its beginning (a byte order mark
   * counts as one).
   */
  readonly openTagEnd: number;
  /** Whether the open tag is `<a/>`, which closes the element too. */
  readonly selfClosing: boolean;
}

/** An attribute, its value normalised as XML 1.0 §3.3.3 wants for CDATA attributes. */
export interface XmlAttribute {
  /** Prefix as written; `""` when there is none. */
  readonly prefix: string;
  readonly localName: string;
  /** Namespace name; `""` when the attribute has no prefix. */
  readonly namespace: string;
  readonly value: string;
}

/** `xmlns:prefix="namespace"`, or `xmlns="namespace"` with the prefix `""`. */
export interface XmlNamespaceDeclaration {
  readonly prefix: string;
  /** `""` takes the default namespace back. */
  readonly namespace: string;
}

/** Character data between two markups: text and CDATA sections, with references resolved. */
export interface XmlText {
  readonly kind: "text";
  readonly text: string;
}

export interface XmlComment {
  readonly kind: "comment";
  readonly text: string;
}

export interface XmlProcessingInstruction {
  readonly kind: "instruction";
  readonly target: string;
  readonly data: string;
}

export type XmlNode = XmlElement | XmlText | XmlComment | XmlProcessingInstruction;

/** The name of an element: its namespace (`""` for none) and its local name. */
export interface XmlName {
  readonly namespace: string;
  readonly localName: string;
}

/** Namespace of the prefix `xml`, which is bound without a declaration. */
export const xmlNamespace = "http://www.w3.org/XML/1998/namespace";

/** Namespace of the prefix `xmlns`, which nothing else may be bound to. */
export const xmlnsNamespace = "http://www.w3.org/2000/xmlns/";
