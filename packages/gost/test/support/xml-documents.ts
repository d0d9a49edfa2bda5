import { createSeededRandom, type SeededRandom } from "@opora/core/testing";

/** What a generated document may contain, beside elements, attributes and text. */
export interface DocumentClass {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly features: readonly Feature[];
}

type Feature =
  | "undeclared default"
  | "rebound prefixes"
  | "instructions"
  | "comments"
  | "xml attributes"
  | "references";

const plainPrefixes = ["a", "b", "c", "ds", "soap"];
const exoticPrefixes = ["Z", "a", "B", "_x", "é", "я", "Я", "x-1", "x.2", "𐐀", "\uF900"];

/** The classes of documents in which canonicalizations are known to differ. */
export const documentClasses: readonly [DocumentClass, ...DocumentClass[]] = [
  { name: "plain and default namespaces", prefixes: plainPrefixes, features: [] },
  { name: 'xmlns=""', prefixes: plainPrefixes, features: ["undeclared default"] },
  { name: "rebound prefixes", prefixes: plainPrefixes, features: ["rebound prefixes"] },
  { name: "processing instructions and comments", prefixes: plainPrefixes, features: ["instructions", "comments"] },
  { name: "upper-case and non-ASCII prefixes", prefixes: exoticPrefixes, features: [] },
  { name: "xml: attributes", prefixes: plainPrefixes, features: ["xml attributes"] },
  {
    name: "all together",
    prefixes: exoticPrefixes,
    features: ["undeclared default", "rebound prefixes", "instructions", "comments", "xml attributes", "references"],
  },
];

/** A generated document: exactly one element carries the attribute `apex`, and often one below it `gone`. */
export interface GeneratedDocument {
  readonly seed: number;
  readonly xml: string;
  /** Prefixes that a PrefixList may name: some of the document's, some not. */
  readonly somePrefixes: readonly string[];
}

// libxml2 canonicalizes only absolute ASCII namespace names.
const namespaces = ["urn:one", "urn:two", "urn:Three", "http://example.org/a", "http://example.org/a/"];
const localNames = ["a", "B", "b1", "Item", "элемент", "c-d", "z.z"];

/** The same document for the same class and seed, well-formed with its namespaces. */
export function generateDocument(documentClass: DocumentClass, seed: number): GeneratedDocument {
  const random = createSeededRandom(seed);
  const pick = <T>(values: readonly [T, ...T[]] | readonly T[]): T => values[random.below(values.length)] as T;
  const has = (feature: Feature): boolean => documentClass.features.includes(feature);
  const { prefixes } = documentClass;
  const apexAt = random.below(4);
  const goneAt = apexAt + 1 + random.below(3);
  let elements = 0;

  function element(scope: ReadonlyMap<string, string>, depth: number): string {
    const number = elements;
    elements += 1;
    const own = new Map(scope);
    const attributes: string[] = [];
    for (let count = random.below(depth === 0 ? 5 : 3); count > 0; count -= 1) {
      const prefix = random.below(3) === 0 ? "" : pick(prefixes);
      const name = prefix === "" ? "xmlns" : `xmlns:${prefix}`;
      if (attributes.some((attribute) => attribute.startsWith(`${name}=`))) continue;
      if (scope.has(prefix) && prefix !== "" && !has("rebound prefixes")) continue;
      const undeclares = prefix === "" && has("undeclared default") && random.below(2) === 0;
      const namespace = undeclares ? "" : pick(namespaces);
      own.set(prefix, namespace);
      attributes.push(`${name}=${quote(namespace, random)}`);
    }
    const bound = [...own.keys()].filter((prefix) => prefix !== "");
    const used = new Set<string>();
    for (let count = random.below(4); count > 0; count -= 1) {
      const prefix = bound.length > 0 && random.below(2) === 0 ? pick(bound) : "";
      const localName = pick(localNames);
      const expanded = `${prefix === "" ? "" : own.get(prefix)} ${localName}`;
      if (used.has(expanded)) continue;
      used.add(expanded);
      attributes.push(`${prefix === "" ? "" : `${prefix}:`}${localName}=${quote(value(), random)}`);
    }
    if (has("xml attributes") && random.below(2) === 0)
      attributes.push(`xml:lang=${quote(pick(["ru", "en"]), random)}`);
    if (has("xml attributes") && random.below(3) === 0) attributes.push('xml:space="preserve"');
    if (number === apexAt) attributes.push('apex=""');
    if (number === goneAt) attributes.push('gone=""');
    shuffle(attributes, random);
    const prefix = random.below(2) === 0 && bound.length > 0 ? `${pick(bound)}:` : "";
    const name = `${prefix}${pick(localNames)}`;
    const open = [name, ...attributes].join(pick([" ", "\n", "  \t"]));
    // The first elements form one line of descent, so that what is left out lies below the apex.
    let content = "";
    for (let count = number < 8 ? 1 + random.below(2) : random.below(3); count > 0 && elements < 16; count -= 1) {
      content += misc() + element(own, depth + 1);
    }
    content += misc();
    return content === "" && random.below(2) === 0 ? `<${open}/>` : `<${open}>${content}</${name}>`;
  }

  function misc(): string {
    switch (random.below(6)) {
      case 0:
        return has("instructions") ? pick(["<?go?>", "<?go  now ?>", '<?style a="b"?>', "<?P ü&<>?>"]) : "";
      case 1:
        return has("comments") ? pick(["<!---->", "<!-- a & b -->", "<!-- - -->"]) : "";
      case 2:
        return pick(["<![CDATA[]]>", "<![CDATA[<&]]>", "<![CDATA[ ]]>x", "\r\n", "\r"]);
      default:
        return value();
    }
  }

  function value(): string {
    const texts = ["", " ", "text", "ё 'x'", "\t\n", "&amp;&gt;", "&lt;&quot;", "𐐀", "1 > 0"];
    return pick(has("references") ? [...texts, "&#13;", "&#xA;&#9;", "&#x20;", "&#xD;&#10;"] : texts);
  }

  const apexDocument = element(new Map(), 0);
  const prolog = pick(["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-8"?>\n', "\uFEFF"]);
  return {
    seed,
    xml: prolog + apexDocument,
    somePrefixes: [pick(prefixes), pick(prefixes), pick(["#default", "absent"])],
  };
}

function quote(value: string, random: SeededRandom): string {
  const mark = value.includes("'") || random.below(2) === 0 ? '"' : "'";
  return `${mark}${value}${mark}`;
}

function shuffle<T>(values: T[], random: SeededRandom): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [values[last], values[other]] = [values[other] as T, values[last] as T];
  }
}
