import { GostError } from "@opora/gost";
import { type CanonicalizationOptions, canonicalize, parseXml, type XmlElement } from "@opora/gost/xml";
import { describe, expect, test } from "vitest";

const exclusive: CanonicalizationOptions = { method: "exclusive" };
const inclusive: CanonicalizationOptions = { method: "inclusive" };

describe("both methods", () => {
  test.each<[string, string, string]>([
    ["empty elements get an end tag", "<a  b = '1' />", '<a b="1"></a>'],
    [
      "attributes are sorted by namespace, then local name",
      "<a xmlns:z='urn:1' xmlns:a='urn:2' b='1' a:b='2' z:c='3' a='4'/>",
      '<a xmlns:a="urn:2" xmlns:z="urn:1" a="4" b="1" z:c="3" a:b="2"></a>',
    ],
    ["text is escaped", "<a>&lt;&gt;&amp;&quot;'&#13;\r\n</a>", "<a>&lt;&gt;&amp;\"'&#xD;\n</a>"],
    [
      "attribute values are escaped",
      "<a b='&lt;>&amp;&quot;&apos;&#9;&#10;&#13;'/>",
      '<a b="&lt;>&amp;&quot;\'&#x9;&#xA;&#xD;"></a>',
    ],
    ["namespace names are escaped", "<a xmlns='urn:&amp;'/>", '<a xmlns="urn:&amp;"></a>'],
    ["CDATA becomes text", "<a><![CDATA[<&>]]></a>", "<a>&lt;&amp;&gt;</a>"],
    ["instructions stay, comments go", "<a><?t?><?t  d ?><!--c--></a>", "<a><?t?><?t d ?></a>"],
    [
      "a declaration that repeats its parent's is left out",
      "<a xmlns='urn:1'><b xmlns='urn:1'/></a>",
      '<a xmlns="urn:1"><b></b></a>',
    ],
    [
      "an undeclared default namespace is written",
      "<a xmlns='urn:1'><b xmlns=''/></a>",
      '<a xmlns="urn:1"><b xmlns=""></b></a>',
    ],
    [
      "the prefix xml is never declared",
      "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='ru'/>",
      '<a xml:lang="ru"></a>',
    ],
    [
      "names are sorted by code points, not by UTF-16 units",
      "<a xmlns:\u{10400}='urn:1' xmlns:\uF900='urn:2' \u{10400}:x='' \uF900:x=''/>",
      '<a xmlns:\uF900="urn:2" xmlns:\u{10400}="urn:1" \u{10400}:x="" \uF900:x=""></a>',
    ],
    [
      "namespace names are sorted by code points",
      "<a xmlns:b='urn:\u{10400}' xmlns:c='urn:\uF900' b:x='' c:x=''/>",
      '<a xmlns:b="urn:\u{10400}" xmlns:c="urn:\uF900" c:x="" b:x=""></a>',
    ],
  ])("%s", (_, xml, expected) => {
    expect(text(parse(xml), exclusive)).toBe(expected);
    expect(text(parse(xml), inclusive)).toBe(expected);
  });

  test("comments are kept when asked for", () => {
    const root = parse("<a><!-- c --></a>");
    expect(text(root, { method: "exclusive", comments: "keep" })).toBe("<a><!-- c --></a>");
  });

  test("what is left out takes nothing with it: the text behind it stays", () => {
    const root = parse("<a> <s>x</s>\n <b/></a>");
    expect(text(root, { ...exclusive, without: child(root, "s") })).toBe("<a> \n <b></b></a>");
  });
});

describe("the methods differ", () => {
  const root = parse(
    "<a xmlns='urn:d' xmlns:u='urn:u' xml:lang='ru' xml:space='preserve'><b xml:space='default' u:x='1'/></a>",
  );

  test("exclusive writes what the subtree uses", () => {
    expect(text(child(root, "b"), exclusive)).toBe('<b xmlns="urn:d" xmlns:u="urn:u" xml:space="default" u:x="1"></b>');
    expect(text(root, exclusive)).toBe(
      '<a xmlns="urn:d" xml:lang="ru" xml:space="preserve"><b xmlns:u="urn:u" xml:space="default" u:x="1"></b></a>',
    );
  });

  test("inclusive writes what is in scope, with inherited xml: attributes", () => {
    const [element] = parse("<e xmlns:z='urn:z' xml:lang='en'><a/></e>").children;
    expect(text(element as XmlElement, inclusive)).toBe('<a xmlns:z="urn:z" xml:lang="en"></a>');
    expect(text(child(root, "b"), inclusive)).toBe(
      '<b xmlns="urn:d" xmlns:u="urn:u" xml:lang="ru" xml:space="default" u:x="1"></b>',
    );
  });

  test("a prefix list makes exclusive write unused prefixes where they come into scope", () => {
    const listed = parse("<a xmlns:p='urn:p' xmlns:q='urn:q' xmlns='urn:d'><p:b xmlns:r='urn:r'/></a>");
    expect(text(listed, { ...exclusive, inclusivePrefixes: ["q", "r", "absent"] })).toBe(
      '<a xmlns="urn:d" xmlns:q="urn:q"><p:b xmlns:p="urn:p" xmlns:r="urn:r"></p:b></a>',
    );
    expect(text(child(listed, "b"), { ...exclusive, inclusivePrefixes: ["#default"] })).toBe(
      '<p:b xmlns="urn:d" xmlns:p="urn:p"></p:b>',
    );
  });
});

describe("options", () => {
  test.each([
    [{ method: "inclusive", inclusivePrefixes: ["a"] }],
    [{ method: "c14n11" }],
    [{ method: "exclusive", withComments: true }],
  ])("%o is refused", (options) => {
    expect(() => canonicalize(parse("<a/>"), options as CanonicalizationOptions)).toThrow(GostError);
  });

  test("a tree at the depth ceiling is canonicalized", () => {
    const deep = "<a>".repeat(1_000) + "</a>".repeat(1_000);
    expect(text(parseXml(new TextEncoder().encode(deep), { maxDepth: 1_000 }), inclusive)).toBe(deep);
  });
});

function parse(xml: string): XmlElement {
  return parseXml(new TextEncoder().encode(xml));
}

function text(element: XmlElement, options: CanonicalizationOptions): string {
  return new TextDecoder().decode(canonicalize(element, options));
}

function child(element: XmlElement, localName: string): XmlElement {
  const found = element.children.find((node) => node.kind === "element" && node.localName === localName);
  if (found?.kind !== "element") throw new Error(`There is no ${localName}.`);
  return found;
}
