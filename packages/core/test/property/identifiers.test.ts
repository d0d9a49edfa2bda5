import {
  type Bic,
  type ParsedIdentifier,
  parseBic,
  parseBin,
  parseIin,
  parseInn,
  parseKpp,
  parseOgrn,
  parseOgrnip,
  parseSettlementAccount,
  parseSnils,
} from "@opora/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

type Parse = (text: string) => ParsedIdentifier<string>;

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const bank = parseBic("044525225");
const parseAccount: Parse = (text) => parseSettlementAccount(text, (bank.ok ? bank.value : "") as Bic);
const parsers: readonly (readonly [name: string, parse: Parse])[] = [
  ["INN", parseInn],
  ["KPP", parseKpp],
  ["OGRN", parseOgrn],
  ["OGRNIP", parseOgrnip],
  ["SNILS", parseSnils],
  ["BIC", parseBic],
  ["account", parseAccount],
  ["IIN", parseIin],
  ["BIN", parseBin],
];

describe("exactly one value of the check digits fits", () => {
  const allEndings = (count: number): string[] =>
    Array.from({ length: 10 ** count }, (_, ending) => String(ending).padStart(count, "0"));

  test.each<[string, Parse, fc.Arbitrary<string>, number]>([
    ["INN of a legal entity", parseInn, digits(7).map((body) => `99${body}`), 1],
    ["INN of a person", parseInn, digits(8).map((body) => `99${body}`), 2],
    ["OGRN", parseOgrn, digits(11).map((body) => `1${body}`), 1],
    ["OGRNIP", parseOgrnip, digits(13).map((body) => `3${body}`), 1],
    ["SNILS", parseSnils, digits(8).map((body) => `9${body}`), 2],
    ["account", parseAccount, digits(18).map((body) => `4${body}`), 1],
  ])("of an %s", (_name, parse, body, checkDigits) => {
    const endings = allEndings(checkDigits);
    fc.assert(
      fc.property(body, (text) => {
        expect(endings.filter((ending) => parse(text + ending).ok)).toHaveLength(1);
      }),
    );
  });

  test("of a BIN, unless both passes leave 10", () => {
    fc.assert(
      fc.property(digits(5), (serial) => {
        const fitting = allEndings(1).filter((ending) => parseBin(`210940${serial}${ending}`).ok);
        expect(fitting.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe.each(parsers)("any text given as %s", (_name, parse) => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.stringMatching(/^[0-9 -]{9,20}$/),
    fc.integer({ min: 9, max: 20 }).chain(digits),
  );

  test("is taken in full or refused with a reason", () => {
    fc.assert(
      fc.property(text, (candidate) => {
        const parsed = parse(candidate);
        if (parsed.ok) {
          expect(parsed.value).toBe(candidate.replaceAll(/[ -]/g, ""));
          expect(parse(parsed.value)).toEqual(parsed);
        } else {
          expect(parsed.reason).toMatch(/^[a-z-]+$/);
        }
      }),
    );
  });
});
