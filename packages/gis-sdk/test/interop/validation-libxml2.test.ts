import { validateBody } from "@opora/gis-sdk";
import { describeWhere, findPythonWithLxml, sharedData } from "@opora/test-support";
import { expect, test } from "vitest";
import { validationCases } from "../validation-cases.js";

describeWhere(
  "the schema part of the validation beside libxml2",
  () => sharedData("gis/xsd-16.3.0.0"),
  (schemas) => {
    describeWhere("with lxml", findPythonWithLxml, (start) => {
      const libxml2 = start(validator(schemas.path));

      test.each(validationCases)("$name", async ({ xml, libxml2: difference }) => {
        const { violations } = validateBody(new TextEncoder().encode(xml));
        const ours = !violations.some(({ code }) => code.startsWith("schema/"));
        const theirs = await libxml2.ask<boolean>(xml);
        if (difference === undefined) expect(theirs).toBe(ours);
        else expect(theirs, difference).toBe(!ours);
      });
    });
  },
);

/** A program that tells whether a message, bare or in an envelope, obeys the official schema. */
function validator(folder: string): string {
  return `
import lxml.etree as ET
bare = ET.XMLSchema(file="${folder}/driver.xsd")
enveloped = ET.XMLSchema(file="${folder}/soap11-envelope.xsd")
def answer(xml):
    root = ET.fromstring(xml.encode())
    return (enveloped if root.tag.endswith("}Envelope") else bare).validate(root)
`;
}
