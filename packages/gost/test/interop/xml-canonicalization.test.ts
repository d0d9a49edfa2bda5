import { canonicalize, parseXml, type XmlElement } from "@opora/gost/xml";
import { describeWhere, findPythonWithLxml } from "@opora/test-support";
import { expect, test } from "vitest";
import { documentClasses, generateDocument } from "../support/xml-documents.js";
import { type CanonicalForm, startXmlPeer } from "../support/xml-peer.js";

const documentsPerClass = 2_000;
/** Two seconds where nothing else runs; the limit is only there to end a hang. */
const comparisonTimeoutMs = 300_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

describeWhere("canonicalization beside libxml2", findPythonWithLxml, (start) => {
  const peer = startXmlPeer(start);

  test.each(documentClasses)(
    `$name: ${documentsPerClass} of ${documentsPerClass} documents agree`,
    async (kind) => {
      const differing: object[] = [];
      const comparisons = Array.from({ length: documentsPerClass }, async (_, seed) => {
        const { xml, somePrefixes } = generateDocument(kind, seed);
        const forms: readonly CanonicalForm[] = [
          { method: "exclusive", comments: "omit", inclusivePrefixes: [] },
          { method: "exclusive", comments: "keep", inclusivePrefixes: [] },
          { method: "exclusive", comments: "omit", inclusivePrefixes: somePrefixes },
          { method: "inclusive", comments: "omit", inclusivePrefixes: [] },
          { method: "inclusive", comments: "keep", inclusivePrefixes: [] },
        ];
        const answer = await peer.canonicalize(encoder.encode(xml), "marked", forms);
        const theirs = answer.outcome === "canonical" ? answer.texts : [];
        const root = parseXml(encoder.encode(xml));
        for (const [index, form] of forms.entries()) {
          const ours = canonicalizeMarked(root, form);
          if (ours !== theirs[index]) differing.push({ seed, form, xml, ours, theirs: theirs[index] });
        }
      });
      await Promise.all(comparisons);
      expect({ count: differing.length, first: differing[0] }).toEqual({ count: 0 });
    },
    comparisonTimeoutMs,
  );
});

function canonicalizeMarked(root: XmlElement, { method, comments, inclusivePrefixes }: CanonicalForm): string {
  const without = findMarked(root, "gone");
  const canonical = canonicalize(findMarked(root, "apex") ?? root, {
    method,
    comments,
    ...(inclusivePrefixes.length === 0 ? {} : { inclusivePrefixes }),
    ...(without === undefined ? {} : { without }),
  });
  return decoder.decode(canonical);
}

function findMarked(element: XmlElement, mark: string): XmlElement | undefined {
  if (element.attributes.some(({ localName, prefix }) => prefix === "" && localName === mark)) return element;
  for (const child of element.children) {
    const found = child.kind === "element" ? findMarked(child, mark) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
