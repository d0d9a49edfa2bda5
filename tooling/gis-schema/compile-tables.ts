import type {
  AttributeUse,
  ComplexType,
  KeyConstraint,
  Particle,
  SchemaTables,
  SimpleType,
} from "../../packages/gis-sdk/src/domain/schema/model.js";
import { builtinOf, describeSimpleType, restrict } from "./compile-simple-types.js";
import { type Declaration, requiredAttribute, type SchemaSet } from "./schema-set.js";
import type { XsdNode } from "./xsd-document.js";

/** What to compile: the prefixes of the tables and the messages that they describe, with all that these reach. */
export interface CompileRequest {
  readonly schemaSet: string;
  readonly namespaces: Readonly<Record<string, string>>;
  /** `prefix:local` names of global elements. */
  readonly roots: readonly string[];
}

/** Compiles the declarations that the roots reach into field tables. Throws on anything the tables cannot express. */
export function compileTables(set: SchemaSet, { schemaSet, namespaces, roots }: CompileRequest): SchemaTables {
  const elements: Record<string, string> = {};
  const complexTypes: Record<string, ComplexType> = {};
  const simpleTypes: Record<string, SimpleType> = {};
  const keys: Record<string, readonly KeyConstraint[]> = {};
  const prefixes = new Map(Object.entries(namespaces).map(([prefix, uri]) => [uri, prefix]));

  for (const root of roots) {
    const colon = root.indexOf(":");
    globalElement(`{${namespaces[root.slice(0, colon)]}}${root.slice(colon + 1)}`);
  }
  return { schemaSet, namespaces, elements, complexTypes, simpleTypes, keys };

  function globalElement(expanded: string): string {
    const name = shorten(expanded);
    if (elements[name] === undefined) {
      const declaration = declared(set.elements, expanded);
      elements[name] = typeOf(declaration, name);
      const constraints = declaration.node.children.filter((child) => child.name === "key").map(keyConstraint);
      if (constraints.length > 0) keys[name] = constraints;
    }
    return name;
  }

  function typeOf({ node, targetNamespace }: Declaration, path: string): string {
    const reference = node.attributes.get("type");
    if (reference !== undefined) return namedType(node.expand(reference));
    const complex = node.children.find((child) => child.name === "complexType");
    if (complex !== undefined) {
      complexTypes[path] = complexType({ node: complex, targetNamespace }, path);
      return path;
    }
    const simple = node.children.find((child) => child.name === "simpleType");
    const type = simple === undefined ? { builtin: "string" as const } : simpleType(simple);
    const name = describeSimpleType(type);
    simpleTypes[name] = type;
    return name;
  }

  function namedType(expanded: string): string {
    const name = builtinOf(expanded) ?? shorten(expanded);
    const complex = set.complexTypes.get(expanded);
    if (complex === undefined) simpleTypes[name] ??= namedSimpleType(expanded);
    else complexTypes[name] ??= complexType(complex, name);
    return name;
  }

  function namedSimpleType(expanded: string): SimpleType {
    const builtin = builtinOf(expanded);
    return builtin === undefined ? simpleType(declared(set.simpleTypes, expanded).node) : { builtin };
  }

  function simpleType(node: XsdNode): SimpleType {
    const restriction = onlyChild(node);
    return restrict(namedSimpleType(restriction.expand(requiredAttribute(restriction, "base"))), restriction);
  }

  function complexType({ node, targetNamespace }: Declaration, path: string): ComplexType {
    const derivation = node.children.find(({ name }) => name === "complexContent" || name === "simpleContent");
    if (derivation === undefined) return typeBody({ node, targetNamespace }, path);
    const extension = onlyChild(derivation);
    if (extension.name !== "extension") throw new Error(`${path}: xs:${extension.name} is not supported`);
    const base = extension.expand(requiredAttribute(extension, "base"));
    const own = typeBody({ node: extension, targetNamespace }, path);
    if (derivation.name === "simpleContent") return { ...own, text: namedType(base) };
    const inherited = complexType(declared(set.complexTypes, base), path);
    const attributes = [...(inherited.attributes ?? []), ...(own.attributes ?? [])];
    const content = [inherited.content, own.content].filter((particle) => particle !== undefined);
    return {
      ...(attributes.length > 0 && { attributes }),
      ...(content.length > 0 && { content: simplify({ sequence: content }) }),
    };
  }

  function typeBody({ node, targetNamespace }: Declaration, path: string): ComplexType {
    const attributes: AttributeUse[] = [];
    let content: Particle | undefined;
    for (const child of node.children) {
      if (child.name === "attribute") attributes.push(attributeUse({ node: child, targetNamespace }, path));
      else content = particle({ node: child, targetNamespace }, path);
    }
    return {
      ...(attributes.length > 0 && { attributes }),
      ...(content !== undefined && { content: simplify(content) }),
      ...(node.attributes.get("mixed") === "true" && { mixed: true as const }),
    };
  }

  function attributeUse({ node, targetNamespace }: Declaration, path: string): AttributeUse {
    const reference = node.attributes.get("ref");
    const declaration = reference === undefined ? undefined : declared(set.attributes, node.expand(reference));
    const name = reference === undefined ? requiredAttribute(node, "name") : shorten(node.expand(reference));
    const fixed = node.attributes.get("fixed");
    return {
      name,
      type: typeOf(declaration ?? { node, targetNamespace }, `${path}/@${name}`),
      ...(node.attributes.get("use") === "required" && { required: true as const }),
      ...(fixed !== undefined && { fixed }),
    };
  }

  function particle({ node, targetNamespace }: Declaration, path: string): Particle {
    const occurrence = occurrenceOf(node);
    switch (node.name) {
      case "sequence":
      case "choice": {
        const parts = node.children.map((child) => particle({ node: child, targetNamespace }, path));
        return node.name === "sequence" ? { sequence: parts, ...occurrence } : { choice: parts, ...occurrence };
      }
      case "any": {
        const strict = (node.attributes.get("processContents") ?? "strict") === "strict";
        const any = node.attributes.get("namespace") === "##other" ? { not: targetNamespace } : "##any";
        return { any, process: strict ? "strict" : "lax", ...occurrence };
      }
      case "element":
        return elementParticle({ node, targetNamespace }, path);
      default:
        throw new Error(`${path}: xs:${node.name} is not supported`);
    }
  }

  function elementParticle({ node, targetNamespace }: Declaration, path: string): Particle {
    const occurrence = occurrenceOf(node);
    const reference = node.attributes.get("ref");
    if (reference !== undefined) {
      const element = globalElement(node.expand(reference));
      const type = elements[element];
      if (type === undefined) throw new Error(`${path}: ${element} contains itself`);
      return { element, type, ...occurrence };
    }
    const local = requiredAttribute(node, "name");
    const element = shorten(`{${targetNamespace}}${local}`);
    const fixed = node.attributes.get("fixed");
    const type = typeOf({ node, targetNamespace }, `${path}/${local}`);
    return { element, type, ...(fixed !== undefined && { fixed }), ...occurrence };
  }

  function keyConstraint(node: XsdNode): KeyConstraint {
    const [selector, field] = node.children;
    if (selector === undefined || field?.attributes.get("xpath") !== ".") throw new Error("Unsupported xs:key");
    const steps = requiredAttribute(selector, "xpath").replace(/[\w-]+:[\w-]+/g, (name) => shorten(node.expand(name)));
    return { name: requiredAttribute(node, "name"), selector: steps };
  }

  function shorten(expanded: string): string {
    const end = expanded.indexOf("}");
    const prefix = prefixes.get(expanded.slice(1, end));
    if (prefix === undefined) throw new Error(`No prefix for ${expanded}`);
    return `${prefix}:${expanded.slice(end + 1)}`;
  }
}

function declared(declarations: ReadonlyMap<string, Declaration>, expanded: string): Declaration {
  const declaration = declarations.get(expanded);
  if (declaration === undefined) throw new Error(`${expanded} is not declared`);
  return declaration;
}

function onlyChild(node: XsdNode): XsdNode {
  const [child, ...others] = node.children;
  if (child === undefined || others.length > 0)
    throw new Error(`xs:${node.name} with ${node.children.length} children`);
  return child;
}

function occurrenceOf(node: XsdNode): { min?: number; max?: number } {
  const min = Number(node.attributes.get("minOccurs") ?? 1);
  const maxOccurs = node.attributes.get("maxOccurs") ?? "1";
  const max = maxOccurs === "unbounded" ? Number.POSITIVE_INFINITY : Number(maxOccurs);
  return { ...(min !== 1 && { min }), ...(max !== 1 && { max }) };
}

/** Takes out groups that say nothing: a sequence in a sequence, and a group of one. */
function simplify(particle: Particle): Particle {
  if ("choice" in particle) return { ...particle, choice: particle.choice.map(simplify) };
  if (!("sequence" in particle)) return particle;
  const parts = particle.sequence.map(simplify).flatMap((part) => {
    const plain = "sequence" in part && part.min === undefined && part.max === undefined;
    return plain ? part.sequence : [part];
  });
  const [only] = parts;
  const once = particle.min === undefined && particle.max === undefined;
  return once && only !== undefined && parts.length === 1 ? only : { ...particle, sequence: parts };
}
