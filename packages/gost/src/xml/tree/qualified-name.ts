/** A name split at its colon; the prefix is `""` when there is none. */
export interface QualifiedName {
  readonly prefix: string;
  readonly localName: string;
}

/** Characters that may stand in a name but not begin one (XML 1.0 §2.3, NameChar without NameStartChar). */
const notAtTheStart = /^(?:[-.0-9\u00B7\u203F\u2040]|[\u0300-\u036F])/u;

/** Reads names that the tokenizer found to be XML names, and refuses those that are no QNames (Namespaces in XML §4). */
export function createNameReader(refuse: (reason: string) => never): (name: string) => QualifiedName {
  const known = new Map<string, QualifiedName>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const read = splitName(name) ?? refuse(`${name} is not a qualified name.`);
    known.set(name, read);
    return read;
  };
}

function splitName(name: string): QualifiedName | undefined {
  const colon = name.indexOf(":");
  if (colon < 0) return { prefix: "", localName: name };
  const prefix = name.slice(0, colon);
  const localName = name.slice(colon + 1);
  if (prefix === "" || localName === "" || localName.includes(":") || notAtTheStart.test(localName)) return undefined;
  return { prefix, localName };
}
