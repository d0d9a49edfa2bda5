import { validateBody } from "@opora/gis-sdk";
import { parseXml, type XmlElement } from "@opora/gost/xml";
import { describeWhere, findPythonWithLxml, sharedData } from "@opora/test-support";
import fc from "fast-check";
import { expect, test } from "vitest";
import { validationCases } from "../validation-cases.js";

/** An element that can be changed. Text stands in elements without children only, as in all messages here. */
interface Draft {
  name: string;
  namespace: string;
  attributes: [namespace: string, name: string, value: string][];
  children: Draft[];
  text: string;
}

const base = "http://dom.gosuslugi.ru/schema/integration/base/";
const seeds = validationCases
  .filter(
    ({ name, expected }) => expected.length === 0 && /: (as it is written|signed|an error of the packet)$/.test(name),
  )
  .map(({ xml }) => parseXml(new TextEncoder().encode(xml)))
  // There is no official schema of the envelope; that of the shared data is stricter about headers than SOAP.
  .filter(({ localName }) => localName !== "Envelope");

/** Values at the edges of the types, but none on which libxml2 is known to err: dates with white space, `1` for a fixed `true`. */
const texts = [
  "",
  "x",
  "0",
  "-0",
  "1",
  "+1",
  "01",
  "12",
  "13",
  "4",
  "-1",
  "1.5",
  "1.50",
  ".5",
  "5.",
  "1,5",
  "1e3",
  "32768",
  "2147483648",
  "9".repeat(16),
  "9".repeat(17),
  "true",
  "false",
  "TRUE",
  "2024-02-29",
  "2023-02-29",
  "2024-13-01",
  "24-01-01",
  "0000-01-01",
  "-0001-01-01",
  "12024-01-01",
  "2024-01-15T10:00:00",
  "2024-01-15T24:00:00",
  "2024-01-15T10:00:60",
  "2024-01-15T10:00:00.5Z",
  "2024-01-15T10:00:00+14:01",
  "x".repeat(32),
  "я".repeat(256),
  "\u{1f3e0}".repeat(13),
  "7707083893",
  "٧٧٠٧٠٨٣٨٩٣",
  "6f9619ff-8b86-4011-b42d-000000000001",
  "6F9619FF-8B86-4011-B42D-000000000002",
  "AAAA",
  "AAA=",
  "AA==",
  "A",
];

/** libxml2 passes over what is not base64 in the first two, and takes `1` for another value than `true` in the third. */
const knownDifferences = new Set(["DigestValue", "SignatureValue", "OnlinePayment"]);

const step = fc.record({
  pick: fc.nat(),
  other: fc.nat(),
  text: fc.constantFrom(...texts),
  kind: fc.constantFrom(
    "text",
    "text",
    "remove",
    "repeat",
    "swap",
    "move",
    "rename",
    "namespace",
    "attribute",
    "dropAttribute",
  ),
});

describeWhere(
  "the validation of damaged messages beside libxml2",
  () => sharedData("gis/xsd-16.3.0.0"),
  (schemas) => {
    describeWhere("with lxml", findPythonWithLxml, (start) => {
      const libxml2 = start(`
import lxml.etree as ET
schema = ET.XMLSchema(file="${schemas.path}/driver.xsd")
def answer(xml):
    return schema.validate(ET.fromstring(xml.encode()))
`);

      test("finds fault with the same messages", async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.constantFrom(...seeds),
            fc.array(step, { minLength: 1, maxLength: 3 }),
            async (seed, steps) => {
              const root = draftOf(seed);
              for (const change of steps) apply(change, root);
              const xml = serialize(root);
              const { violations } = validateBody(new TextEncoder().encode(xml));
              const ours = !violations.some(({ code }) => code.startsWith("schema/"));
              expect([await libxml2.ask<boolean>(xml), xml]).toEqual([ours, xml]);
            },
          ),
          { numRuns: 600 },
        );
      });
    });
  },
);

function draftOf(element: XmlElement): Draft {
  return {
    name: element.localName,
    namespace: element.namespace,
    attributes: element.attributes.map(({ namespace, localName, value }) => [namespace, localName, value]),
    children: element.children.flatMap((child) => (child.kind === "element" ? [draftOf(child)] : [])),
    text: element.children.map((child) => (child.kind === "text" ? child.text : "")).join(""),
  };
}

function below(element: Draft): { readonly parent: Draft; readonly index: number }[] {
  return element.children.flatMap((child, index) => [{ parent: element, index }, ...below(child)]);
}

function apply(
  { kind, pick, other, text }: typeof step extends fc.Arbitrary<infer Step> ? Step : never,
  root: Draft,
): void {
  const places = below(root);
  const place = places[pick % places.length];
  if (place === undefined) return;
  const { parent, index } = place;
  const { children } = parent;
  const element = children[index];
  if (element === undefined) return;
  switch (kind) {
    case "text":
      if (element.children.length === 0 && !knownDifferences.has(element.name)) element.text = text;
      break;
    case "remove":
      children.splice(index, 1);
      break;
    case "repeat":
      children.splice(index, 0, structuredClone(element));
      break;
    case "swap":
      children.splice(index, 1);
      children.splice(other % (children.length + 1), 0, element);
      break;
    case "move": {
      const target = places[other % places.length]?.parent;
      target?.children.splice(other % (target.children.length + 1), 0, structuredClone(element));
      break;
    }
    case "rename":
      element.name = places[other % places.length]?.parent.children[0]?.name ?? "x";
      break;
    case "namespace":
      element.namespace = base;
      break;
    case "attribute":
      element.attributes = [...element.attributes.filter(([, name]) => name !== "Id"), ["", "Id", "a"]];
      break;
    case "dropAttribute":
      element.attributes = element.attributes.slice(1);
  }
}

function serialize({ name, namespace, attributes, children, text }: Draft): string {
  const written = attributes.map(([uri, attribute, value], index) =>
    uri === "" ? ` ${attribute}="${value}"` : ` xmlns:a${index}="${uri}" a${index}:${attribute}="${value}"`,
  );
  const content = children.length > 0 ? children.map(serialize).join("") : escapeText(text);
  return `<e:${name} xmlns:e="${namespace}"${written.join("")}>${content}</e:${name}>`;
}

function escapeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/\r/g, "&#xD;");
}
