import { validateBody } from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import { validationCases } from "../../validation-cases.js";

const encode = (xml: string) => new TextEncoder().encode(xml);

describe("a message", () => {
  test.each(validationCases)("$name", ({ xml, expected }) => {
    const { violations, valid } = validateBody(encode(xml));
    const found = violations.filter(({ code }) => code !== "rule/unsigned");
    expect(found.map(({ code }) => code)).toEqual(expected.map(([code]) => code));
    for (const [index, [, pathEnd]] of expected.entries()) expect(found[index]?.path).toMatch(endsWith(pathEnd));
    expect(valid).toBe(!violations.some(({ severity }) => severity === "error"));
  });
});

function endsWith(text: string): RegExp {
  return new RegExp(`${text.replace(/[[\]/@]/g, "\\$&")}$`);
}
