import { GostError } from "@opora/gost";
import { defaultXmlLimits, namespacesInScope, parseXml, type XmlElement, type XmlLimits } from "@opora/gost/xml";
import { describe, expect, test } from "vitest";

describe("reading", () => {
  test("names are resolved, and prefixes and declarations stay where they were written", () => {
    const root = parse('<s:a xmlns:s="urn:s" xmlns="urn:d" s:x="1" y="2"><b/></s:a>');
    expect(root).toMatchObject({ prefix: "s", localName: "a", namespace: "urn:s", parent: undefined });
    expect(root.attributes).toEqual([
      { prefix: "s", localName: "x", namespace: "urn:s", value: "1" },
      { prefix: "", localName: "y", namespace: "", value: "2" },
    ]);
    expect(root.declarations).toEqual([
      { prefix: "s", namespace: "urn:s" },
      { prefix: "", namespace: "urn:d" },
    ]);
    expect(root.children).toEqual([
      expect.objectContaining({ prefix: "", localName: "b", namespace: "urn:d", declarations: [], parent: root }),
    ]);
  });

  test("a declaration ends with its element", () => {
    const root = parse('<a xmlns="urn:1"><b xmlns="urn:2"><c xmlns=""/></b><d/></a>');
    expect(elements(root).map(({ localName, namespace }) => [localName, namespace])).toEqual([
      ["a", "urn:1"],
      ["b", "urn:2"],
      ["c", ""],
      ["d", "urn:1"],
    ]);
  });

  test("text, comments and instructions stay in order, and CDATA is text", () => {
    const root = parse("<a>1<![CDATA[<2>]]>&amp;3<!--c-->4<?t d e?> </a>");
    expect(root.children).toEqual([
      { kind: "text", text: "1<2>&3" },
      { kind: "comment", text: "c" },
      { kind: "text", text: "4" },
      { kind: "instruction", target: "t", data: "d e" },
      { kind: "text", text: " " },
    ]);
  });

  test("line ends become LF, attribute white space becomes spaces, character references stay", () => {
    const root = parse("<a b='1\t2\r\n3&#13;'>1\r\n2\r3&#13;</a>");
    expect(root.attributes[0]?.value).toBe("1 2 3\r");
    expect(root.children).toEqual([{ kind: "text", text: "1\n2\n3\r" }]);
  });

  test("a namespace name is taken to the letter, spaces included", () => {
    expect(parse("<a xmlns=' urn:x '/>").namespace).toBe(" urn:x ");
  });

  test("open tags are found in the text, behind a byte order mark too", () => {
    const xml = "\uFEFF<?xml version='1.0' encoding='utf-8'?>\n<a b='>'><c\r\n/></a>";
    const [a, c] = elements(parse(xml));
    expect(xml.slice(0, a?.openTagEnd).endsWith("<a b='>'>")).toBe(true);
    expect(xml.slice(a?.openTagEnd, c?.openTagEnd)).toBe("<c\r\n/>");
    expect([a?.selfClosing, c?.selfClosing]).toEqual([false, true]);
  });

  test("the namespaces in scope are the nearest declarations, without the prefix xml", () => {
    const [, b] = elements(parse('<a xmlns="urn:d" xmlns:p="urn:1" xmlns:q="urn:q"><b xmlns="" xmlns:p="urn:2"/></a>'));
    expect(b && Object.fromEntries(namespacesInScope(b))).toEqual({ p: "urn:2", q: "urn:q" });
  });
});

describe("refusing", () => {
  test.each([
    ["a DOCTYPE", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"],
    ["a DOCTYPE that is not closed", "<!DOCTYPE a [ <a/>"],
    ["an entity that nobody declared", "<a>&x;</a>"],
    ["an entity named like an object's property", "<a>&constructor;</a>"],
    ["another encoding in the declaration", "<?xml version='1.0' encoding='windows-1251'?><a/>"],
    ["XML 1.1", "<?xml version='1.1'?><a/>"],
    ["an empty document", ""],
    ["two roots", "<a/><b/>"],
    ["text behind the root", "<a/>x"],
    ["a missing end tag", "<a><b></a>"],
    ["two attributes of one name", "<a x='1' x='2'/>"],
    ["two attributes of one expanded name", "<a xmlns:p='urn:1' xmlns:q='urn:1' p:x='1' q:x='2'/>"],
    ["an undeclared prefix of an element", "<p:a/>"],
    ["an undeclared prefix of an attribute", "<a p:x='1'/>"],
    ["a prefix that is out of scope", "<a><b xmlns:p='urn:p'/><p:c/></a>"],
    ["an empty namespace for a prefix", "<a xmlns:p=''/>"],
    ["another namespace for xml", "<a xmlns:xml='urn:x'/>"],
    ["the namespace of xml under another prefix", "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>"],
    ["a declared xmlns", "<a xmlns:xmlns='urn:x'/>"],
    ["an element of the prefix xmlns", "<xmlns:a/>"],
    ["a name with two colons", "<a:b:c xmlns:a='urn:a'/>"],
    ["a local name that begins with a digit", "<a:1 xmlns:a='urn:a'/>"],
    ["a control character", "<a>\u0001</a>"],
    ["a reference to no character", "<a>&#xFFFE;</a>"],
    ["two hyphens in a comment", "<a><!-- -- --></a>"],
    ["the end of a CDATA section in text", "<a>]]></a>"],
  ])("%s is not well-formed", (_, xml) => {
    expect(refusal(() => parse(xml))).toMatchObject({ code: "GOST_XML_INVALID" });
  });

  test("the refusal says where", () => {
    expect(refusal(() => parse("<a>\n  <b x=1/>\n</a>"))).toMatchObject({ details: { line: 2, column: 8 } });
  });

  test.each([
    ["UTF-16", Uint8Array.of(0xfe, 0xff, 0, 0x3c, 0, 0x61, 0, 0x2f, 0, 0x3e)],
    ["an overlong form", Uint8Array.of(0x3c, 0x61, 0x3e, 0xc0, 0xaf, 0x3c, 0x2f, 0x61, 0x3e)],
    ["an encoded surrogate", Uint8Array.of(0x3c, 0x61, 0x3e, 0xed, 0xa0, 0x80, 0x3c, 0x2f, 0x61, 0x3e)],
  ])("%s is not UTF-8", (_, bytes) => {
    expect(refusal(() => parseXml(bytes))).toMatchObject({ code: "GOST_XML_INVALID" });
  });
});

describe("limits", () => {
  test.each<[keyof XmlLimits, string, string]>([
    ["maxBytes", "<a>123</a>", "<a>1234</a>"],
    ["maxDepth", "<a><b><c/></b></a>", "<a><b><c><d/></c></b></a>"],
    ["maxNodes", "<a><b/><!--x--></a>", "<a><b/><!--x--><?y?></a>"],
    ["maxAttributes", "<a xmlns='urn:x' b='' c=''/>", "<a xmlns='urn:x' b='' c='' d=''/>"],
    ["maxTextLength", "<a b='123'>123</a>", "<a>1<![CDATA[2]]>34</a>"],
  ])("%s holds at its value and refuses beyond it", (limit, within, beyond) => {
    const limits = { [limit]: limit === "maxBytes" ? 10 : 3 };
    expect(parse(within, limits).localName).toBe("a");
    expect(refusal(() => parse(beyond, limits))).toMatchObject({ code: "GOST_LIMIT_EXCEEDED", details: { limit } });
  });

  test("depth is limited without being asked for", () => {
    const depth = defaultXmlLimits.maxDepth + 1;
    const deep = "<a>".repeat(depth) + "</a>".repeat(depth);
    expect(refusal(() => parse(deep))).toMatchObject({ code: "GOST_LIMIT_EXCEEDED" });
  });

  test.each([[{ maxDepth: 1_001 }], [{ maxNodes: 0 }], [{ maxBytes: 1.5 }], [{ maxSize: 1 }]])(
    "%o is no limit",
    (limits) => {
      expect(refusal(() => parse("<a/>", limits as Partial<XmlLimits>))).toMatchObject({
        code: "GOST_OPTIONS_INVALID",
      });
    },
  );
});

function parse(xml: string, limits?: Partial<XmlLimits>): XmlElement {
  return parseXml(new TextEncoder().encode(xml), limits);
}

function elements(element: XmlElement): readonly XmlElement[] {
  return [element, ...element.children.flatMap((child) => (child.kind === "element" ? elements(child) : []))];
}

function refusal(work: () => unknown): GostError {
  try {
    work();
  } catch (error) {
    if (GostError.is(error)) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}
