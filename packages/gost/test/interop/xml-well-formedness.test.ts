import { createSeededRandom } from "@opora/core/testing";
import { GostError } from "@opora/gost";
import { canonicalize, parseXml } from "@opora/gost/xml";
import { describeWhere, findPythonWithLxml } from "@opora/test-support";
import { expect, test } from "vitest";
import { documentClasses, generateDocument } from "../support/xml-documents.js";
import { startXmlPeer } from "../support/xml-peer.js";

const damagedDocuments = 8_000;

/** What breaks a document, or nearly does. */
const fragments = [
  ...["<", ">", "&", "'", '"', "=", ":", " ", "\n", "-", "1", "\u00B7", "\u0001", "\uFFFE", "/>", "?>", "]]>", "--"],
  ...["<!--", "-->", "<![CDATA[", "<?", "<a>", "</a>", "&amp", "&lt;", "&#0;", "&#x1F;", "&#xD800;", "&#x110000;"],
  ...["xmlns", "xmlns:a=''", "xmlns:xml='urn:x'", "xml:lang='x'", "a:", ":a", "<?xml version='1.0'?>", "<?a:b?>"],
  ...["xmlns='http://www.w3.org/2000/xmlns/'", "xmlns:q='http://www.w3.org/XML/1998/namespace'"],
];

describeWhere("reading damaged documents beside libxml2", findPythonWithLxml, (start) => {
  const peer = startXmlPeer(start);

  test("both refuse a document or both read the same", async () => {
    const differing: object[] = [];
    const outcomes = { read: 0, refused: 0 };
    const comparisons = Array.from({ length: damagedDocuments }, async (_, seed) => {
      const xml = damagedDocument(seed);
      const form = { method: "exclusive", comments: "keep", inclusivePrefixes: [] } as const;
      const theirs = await peer.canonicalize(new TextEncoder().encode(xml), "root", [form]);
      if (theirs.outcome === "not canonicalizable") return;
      const wanted = theirs.outcome === "canonical" ? theirs.texts[0] : undefined;
      const ours = readCanonical(xml);
      outcomes[ours === undefined ? "refused" : "read"] += 1;
      if (ours !== wanted) differing.push({ seed, xml, ours, theirs: wanted });
    });
    await Promise.all(comparisons);
    expect({ count: differing.length, first: differing[0] }).toEqual({ count: 0 });
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(damagedDocuments / 10);
  });
});

function damagedDocument(seed: number): string {
  const random = createSeededRandom(seed + damagedDocuments);
  const kind = documentClasses[seed % documentClasses.length] ?? documentClasses[0];
  // By characters, not by UTF-16 units: half of a surrogate pair cannot be encoded.
  const xml = [...generateDocument(kind, seed).xml];
  for (let damages = 1 + random.below(2); damages > 0; damages -= 1) {
    const removed = random.below(3) === 0 ? random.below(6) : 0;
    const inserted = random.below(4) === 0 ? [] : [fragments[random.below(fragments.length)] ?? ""];
    xml.splice(random.below(xml.length), removed, ...inserted);
  }
  return xml.join("");
}

function readCanonical(xml: string): string | undefined {
  try {
    const root = parseXml(new TextEncoder().encode(xml));
    return new TextDecoder().decode(canonicalize(root, { method: "exclusive", comments: "keep" }));
  } catch (error) {
    if (GostError.is(error) && error.code === "GOST_XML_INVALID") return undefined;
    throw error;
  }
}
