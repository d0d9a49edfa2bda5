import {
  formatSnils,
  type InvalidIdentifierReason,
  isLegalEntityInn,
  isPersonInn,
  type ParsedIdentifier,
  parseInn,
  parseKpp,
  parseOgrn,
  parseOgrnip,
  parseSnils,
} from "@opora/core";
import { describe, expect, test } from "vitest";

// Invented numbers; their check digits were computed by a program that shares nothing with the one under test.
// Published ones of state bodies and of official examples stand beside them.

function expectRefusals(
  parse: (text: string) => ParsedIdentifier<string>,
  refusals: readonly (readonly [text: string, reason: InvalidIdentifierReason])[],
): void {
  for (const [text, reason] of refusals) expect({ text, ...parse(text) }).toEqual({ text, ok: false, reason });
}

function expectTaken(parse: (text: string) => ParsedIdentifier<string>, texts: readonly string[]): void {
  for (const text of texts) expect(parse(text)).toEqual({ ok: true, value: text });
}

describe("INN", () => {
  test("takes numbers of legal entities, also where the remainder is 10", () => {
    expectTaken(parseInn, ["7707329152", "9935825812", "9914343215", "9800000060"]);
  });

  test("takes numbers of persons", () => {
    expectTaken(parseInn, ["999039451596", "999006447315", "994337428240"]);
  });

  test("tells a person from a legal entity", () => {
    const [person, entity] = [parseInn("999039451596"), parseInn("7707329152")];
    if (!person.ok || !entity.ok) throw new Error("both are valid");
    expect([isPersonInn(person.value), isLegalEntityInn(person.value)]).toEqual([true, false]);
    expect([isPersonInn(entity.value), isLegalEntityInn(entity.value)]).toEqual([false, true]);
  });

  test("says why a text is none", () => {
    expectRefusals(parseInn, [
      ["", "length"],
      ["77073291522", "length"],
      [" 7707329152", "length"],
      ["770732915A", "character"],
      ["770732915 ", "character"],
      ["770732915\n", "character"],
      ["٧٧٠٧٣٢٩١٥٢", "character"],
      ["0000000000", "region"],
      ["000000000000", "region"],
      ["7707329153", "check-digit"],
      ["7770329152", "check-digit"],
      ["999039451696", "check-digit"],
      ["999039451597", "check-digit"],
    ]);
  });
});

describe("KPP", () => {
  test("takes digits, and capitals in the reason", () => {
    expectTaken(parseKpp, ["770701001", "990143001", "7707AZ001", "0101A0999"]);
  });

  test("says why a text is none", () => {
    expectRefusals(parseKpp, [
      ["77070100", "length"],
      ["7707010011", "length"],
      ["7707az001", "character"],
      ["7707АА001", "character"],
      ["77O701001", "character"],
      ["77070100A", "character"],
      ["007701001", "region"],
    ]);
  });
});

describe("OGRN and OGRNIP", () => {
  test("takes numbers of legal entities, also where the remainder is 10", () => {
    expectTaken(parseOgrn, ["1047707030513", "1145203775188", "5921098914027", "1000000000000"]);
  });

  test("takes numbers of sole proprietors, also where the remainder has two digits", () => {
    expectTaken(parseOgrnip, [
      "304500116000157",
      "317630319617608",
      "300000000000060",
      "300000000000071",
      "300000000000082",
    ]);
  });

  test("says why a text is none", () => {
    expectRefusals(parseOgrn, [
      ["104770703051", "length"],
      ["304500116000157", "length"],
      ["10477070305I3", "character"],
      ["2047707030513", "kind"],
      ["0000000000000", "kind"],
      ["1047707030514", "check-digit"],
      ["1047707300513", "check-digit"],
    ]);
    expectRefusals(parseOgrnip, [
      ["1047707030513", "length"],
      ["30450011600015-", "character"],
      ["404500116000157", "kind"],
      ["304500116000158", "check-digit"],
    ]);
  });
});

describe("SNILS", () => {
  test("has one value in three spellings, and one written form", () => {
    for (const text of ["112-233-445 95", "112-233-445-95", "11223344595"]) {
      expect(parseSnils(text)).toEqual({ ok: true, value: "11223344595" });
    }
    const parsed = parseSnils("11223344595");
    expect(parsed.ok && formatSnils(parsed.value)).toBe("112-233-445 95");
  });

  test("takes sums below, at and above 100 and 101", () => {
    expectTaken(parseSnils, ["39110452248", "00101989999", "00101998900", "00101999800", "00101999901", "00299998900"]);
  });

  test("asks no check digits of the accounts up to 001-001-998", () => {
    expectTaken(parseSnils, ["00100199800", "00100199877", "00000000100"]);
    expect(parseSnils("001-001-999 99").ok).toBe(false);
  });

  test("says why a text is none", () => {
    expectRefusals(parseSnils, [
      ["", "length"],
      ["112-233-44", "length"],
      ["112-233-445 955", "length"],
      ["112.233.445 95", "character"],
      ["112 233 445 95", "character"],
      ["112-233-445_95", "character"],
      ["112-233-4459-5", "character"],
      ["1122334459A", "character"],
      ["abc-def-ghi jk", "character"],
      ["000-000-000 00", "zero"],
      ["112-233-445 94", "check-digit"],
      ["00101999801", "check-digit"],
    ]);
  });
});
