/**
 * The shape of the field tables under `generated/`: what of XML Schema 1.0 the ГИС ЖКХ schema set uses, as plain data.
 * Names are written `prefix:local` with the prefixes of {@link SchemaTables.namespaces}.
 */
export interface SchemaTables {
  /** Version of the schema set the tables were made from. */
  readonly schemaSet: string;
  /** Namespace by prefix. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** Type of each global element. */
  readonly elements: Readonly<Record<string, string>>;
  readonly complexTypes: Readonly<Record<string, ComplexType>>;
  readonly simpleTypes: Readonly<Record<string, SimpleType>>;
  /** `xs:key` constraints by the global element that carries them. */
  readonly keys: Readonly<Record<string, readonly KeyConstraint[]>>;
}

/** A type with attributes, child elements or both. */
export interface ComplexType {
  readonly attributes?: readonly AttributeUse[];
  /** Children, in the order that the schema binds. Absent: no children. */
  readonly content?: Particle;
  /** Simple type of the text, for types with simple content. */
  readonly text?: string;
  /** Text may stand between the children. */
  readonly mixed?: true;
}

/** An attribute that an element may or must carry. */
export interface AttributeUse {
  readonly name: string;
  readonly type: string;
  readonly required?: true;
  /** The only value that is allowed. */
  readonly fixed?: string;
}

/** A part of a content model. */
export type Particle = ElementParticle | SequenceParticle | ChoiceParticle | WildcardParticle;

/** How often a particle occurs. */
export interface Occurrence {
  /** Default: 1. */
  readonly min?: number;
  /** Default: 1; `Infinity` for unbounded. */
  readonly max?: number;
}

/** A child element. */
export interface ElementParticle extends Occurrence {
  readonly element: string;
  readonly type: string;
  /** The only value that is allowed. */
  readonly fixed?: string;
}

/** Particles one after another. */
export interface SequenceParticle extends Occurrence {
  readonly sequence: readonly Particle[];
}

/** One of several particles. */
export interface ChoiceParticle extends Occurrence {
  readonly choice: readonly Particle[];
}

/** Any element. */
export interface WildcardParticle extends Occurrence {
  /** Of every namespace, or of every namespace but this one. */
  readonly any: string | { readonly not: string };
  /** `strict`: the element must be declared; `lax`: it is checked if it is declared. */
  readonly process: "strict" | "lax";
}

/** A type of text: a built-in type of XML Schema part 2 with facets. */
export interface SimpleType {
  readonly builtin: BuiltinType;
  /** In characters (code points). */
  readonly length?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Each inner list are the alternatives of one derivation step; the value matches one pattern of every list. */
  readonly patterns?: readonly (readonly string[])[];
  readonly enumeration?: readonly string[];
  readonly minInclusive?: string;
  readonly maxInclusive?: string;
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
}

/** The built-in types that the schema set uses. */
export type BuiltinType =
  | "string"
  | "boolean"
  | "decimal"
  | "integer"
  | "int"
  | "short"
  | "byte"
  | "date"
  | "dateTime"
  | "base64Binary"
  | "anyURI"
  | "ID";

/** `xs:key`: the values selected below an element differ from each other. */
export interface KeyConstraint {
  readonly name: string;
  /** XPath as the schema writes it, with the prefixes of {@link SchemaTables.namespaces}. */
  readonly selector: string;
}
